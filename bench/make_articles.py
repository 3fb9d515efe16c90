#!/usr/bin/env python3
"""Writes invented news articles to measure `hearim claims` on: one report per ten documents.

    make_articles.py FOLDER DOCUMENTS

Each report has an organisation, a spokesperson, a newspaper that was told first, figures of its own
and a place; of its ten articles one is a copy, the others tell it in other words. Every tenth article
quotes a ministry that all reports share. All names are made of random syllables and name nobody.
"""
import pathlib
import random
import sys

SYLLABLES = ['ka', 'ro', 'mi', 'ten', 'lu', 'sor', 'vel', 'da', 'quin', 'har', 'be', 'nor', 'ti', 'sa', 'gre', 'lo']
PEOPLE = ['women', 'children', 'miners', 'refugees', 'farmers', 'students', 'villagers', 'workers']
FATES = ['killed in the camps', 'forced to work without pay', 'driven from their homes', 'detained without trial',
         'sold across the border', 'reported missing']
VERBS = ['stood beside', 'was closed before', 'belonged to', 'lay behind', 'was older than', 'looked like',
         'was sold with', 'was lost with', 'had been built for', 'was painted like', 'faced', 'outlived']


def filler(rng):
    """A sentence of invented words, so that documents share no wording by chance."""
    def thing():
        return ''.join(rng.choice(SYLLABLES) for _ in range(3))
    return (f'The {thing()} {thing()} {rng.choice(VERBS)} a {thing()} {thing()} near the {thing()}, and the '
            f'{thing()} {thing()} {rng.choice(VERBS)} the {thing()}.')


def word(rng):
    return ''.join(rng.choice(SYLLABLES) for _ in range(rng.choice([2, 3, 3]))).capitalize()


def report(number):
    rng = random.Random(number)
    return {'org': f'{word(rng)} {word(rng)} Observatory', 'person': f'{word(rng)} {word(rng)}',
            'paper': f'{word(rng)} Courier', 'place': word(rng), 'people': rng.choice(PEOPLE),
            'fate': rng.choice(FATES), 'count': rng.randrange(200, 90000)}


def article(number):
    r, rng = report(number // 10), random.Random(number + 10**9)
    kind = number % 10
    if kind == 9:
        number, kind = number - 1, 8  # the copy
        rng = random.Random(number + 10**9)
    count = f"{r['count']:,}"
    lines = [rng.choice([
        f"More than {count} {r['people']} have been {r['fate']} in {r['place']}, the {r['org']} said.",
        f"At least {count} {r['people']} were {r['fate']} in {r['place']}, according to a report by the {r['org']}.",
        f"The {r['org']} says that about {count} {r['people']} have been {r['fate']} in {r['place']}."])]
    lines.append(rng.choice([
        f"{r['person']}, who led the work, told the {r['paper']} that nobody had been held to account.",
        f"\"Nobody has been held to account for what happened here,\" said {r['person']}, a spokesperson.",
        f"Nobody was held to account, {r['person']} told the {r['paper']}."]))
    if kind == 5:
        lines.append(f"The Ministry of Justice said that {rng.randrange(100, 10**7)} people had been released.")
    if kind == 6:
        lines.append(f"One woman told the {r['org']} that she was beaten and locked in a cellar.")
    lines += [filler(rng) for _ in range(8)]
    return '\n\n'.join([' '.join(lines[:2]), ' '.join(lines[2:])]) + '\n'


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f'a{number:06}.txt').write_text(article(number), encoding='utf-8')


if __name__ == '__main__':
    main()
