#!/usr/bin/env python3
"""Turns the marked documents (marked/*.mark) into NAME.txt and NAME.json, the gold annotations.

    tests/reading/build_gold.py            writes the files
    tests/reading/build_gold.py --check    fails if a file differs from what would be written

A mark is {TAG props|words}; marks nest. Offsets are code points of the text without marks.
    {q1 low=40 form=bound unit=person|at least {n q1|40}} {c q1|detainees}
        quantity; n: its number; c: what it counts. low, high, exclusive (both ends), approx,
        form (exact where absent), base, change, unit. value=N is low=N high=N.
    {d1 =2021-03-03|3 March 2021}         date, EDTF after the = (absent: none can be given)
    {m1 person|Ana Duarte}                mention; "named=false" for one that only describes
    {s1 direct by=m1 to=m2|"..."}         quotation (direct or indirect); {cue s1|said}
    {src q1 m1 via=m2|said}               cue of the source m1 of q1 (empty words: no cue;
                                          stated=false: only inferred);  {caveat q1|...}
    {t1 of=m3 to=m1|...}  {act t1 beaten|was beaten}     testimony and its facts
    {x1 to=m5|report}                     citation
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent


def number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def parse(marked, place):
    """The plain text, and the marks as (tag, props, start, end) in order of their start."""
    plain, open_marks, marks = [], [], []
    index = 0
    while index < len(marked):
        char = marked[index]
        if char == '{':
            bar = marked.index('|', index)
            words = marked[index + 1:bar].split()
            open_marks.append((words[0], words[1:], len(plain)))
            index = bar + 1
        elif char == '}':
            if not open_marks:
                raise SystemExit(f'{place}: a mark is closed that was not opened')
            tag, props, start = open_marks.pop()
            marks.append((tag, props, start, len(plain)))
            index += 1
        else:
            plain.append(char)
            index += 1
    if open_marks:
        raise SystemExit(f'{place}: {open_marks[-1]} is not closed')
    marks.sort(key=lambda mark: (mark[2], -mark[3]))
    return ''.join(plain), marks


def annotations(text, marks, place):
    found = {}
    for tag, props, start, end in marks:
        if not re.fullmatch(r'[qdmstx]\d+', tag):
            continue
        named = dict(p.split('=', 1) for p in props if '=' in p)
        bare = [p for p in props if '=' not in p]
        entry = {'id': tag, 'kind': '', 'start': start, 'end': end, 'text': text[start:end]}
        if tag[0] == 'q':
            entry['kind'] = 'quantity'
            value = {}
            if 'value' in named:
                value['low'] = value['high'] = number(named['value'])
            else:
                value['low'] = number(named['low']) if 'low' in named else None
                value['high'] = number(named['high']) if 'high' in named else None
            if 'exclusive' in bare:
                for side in ('low', 'high'):
                    if value[side] is not None:
                        value[side + '_inclusive'] = False
            if 'approx' in bare:
                value['approx'] = True
            value['form'] = named.get('form', 'approximate' if 'approx' in bare else 'exact')
            for key in ('base', 'change'):
                if key in named:
                    value[key] = named[key]
            entry['value'] = value
            if 'unit' in named:
                entry['unit'] = named['unit']
        elif tag[0] == 'd':
            entry['kind'] = 'date'
            for prop in props:
                if prop.startswith('='):
                    entry['value'] = prop[1:]
        elif tag[0] == 'm':
            entry.update(kind='mention', type=bare[0])
            if named.get('named') == 'false':
                entry['named'] = False
        elif tag[0] == 's':
            entry.update(kind='quote', form=bare[0])
            if 'by' in named:
                entry['speaker'] = named['by']
            if 'to' in named:
                entry['hearer'] = named['to']
        elif tag[0] == 't':
            entry.update(kind='testimony', facts=[])
            if 'of' in named:
                entry['person'] = named['of']
            if 'to' in named:
                entry['told_to'] = named['to']
        else:
            entry.update(kind='citation', to=named['to'])
        if tag in found:
            raise SystemExit(f'{place}: {tag} twice')
        found[tag] = entry
    for tag, props, start, end in marks:
        if tag in found:
            continue
        target = found.get(props[0])
        if target is None:
            raise SystemExit(f'{place}: {tag} names {props[0]}, which is not there')
        span = {'start': start, 'end': end}
        if tag == 'n':
            target['number'] = span
        elif tag == 'c':
            target['counted'] = span | {'text': text[start:end]}
        elif tag == 'cue':
            target['cue'] = span
        elif tag == 'caveat':
            target['caveat'] = span
        elif tag == 'src':
            source = {'who': props[1], 'stated': 'stated=false' not in props}
            if start < end:
                source['cue'] = span
            for prop in props[2:]:
                if prop.startswith('via='):
                    source['via'] = prop.split('=', 1)[1]
            target.setdefault('sources', []).append(source)
        elif tag == 'act':
            target['facts'].append({'act': props[1]} | span)
        else:
            raise SystemExit(f'{place}: unknown mark {tag}')
    for entry in found.values():
        if entry['kind'] == 'quantity' and 'number' not in entry:
            raise SystemExit(f'{place}: {entry["id"]} has no number')
    return list(found.values())


def documents():
    for path in sorted((HERE / 'marked').glob('*.mark')):
        parts = re.split(r'^=== (.*)\n', path.read_text(encoding='utf-8'), flags=re.M)
        for head, body in zip(parts[1::2], parts[2::2]):
            name, *props = head.split()
            text, marks = parse(body.strip('\n') + '\n', f'{path.name} {name}')
            document = {'path': name + '.txt', 'language': path.stem, 'code_points': len(text)}
            for prop in props:
                key, value = prop.split('=')
                document[key] = value
            gold = {'document': document, 'annotations': annotations(text, marks, name)}
            yield name + '.txt', text
            yield name + '.json', json.dumps(gold, ensure_ascii=False, indent=1) + '\n'


def main():
    stale = []
    for name, content in documents():
        path = HERE / name
        if '--check' in sys.argv:
            if not path.exists() or path.read_text(encoding='utf-8') != content:
                stale.append(name)
        else:
            path.write_text(content, encoding='utf-8')
    if stale:
        sys.exit('differ from the marked documents: ' + ' '.join(stale))


if __name__ == '__main__':
    main()
