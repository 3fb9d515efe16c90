#!/usr/bin/env python3
"""Turns marked/*.mark into documents and their gold annotations, as tests/reading/build_gold.py
does (its notation, its --check)."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'reading'))
import build_gold  # noqa: E402  (the module beside the other documents, not this file)

if __name__ == '__main__':
    build_gold.HERE = HERE
    build_gold.main()
