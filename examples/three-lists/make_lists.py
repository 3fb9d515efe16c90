#!/usr/bin/env python3
"""Writes ngo.csv, police.csv and shelter.csv: three lists of 400 invented people.

Every name here is put together by chance from common given names and surnames; nobody is meant.
Who is on a list is decided by chance too, so the true number of people is known: 400.
"""
import random
from pathlib import Path

PEOPLE = 400
SEED = 20

KOREAN_SURNAMES = [("김", ["Kim", "Gim"]), ("이", ["Lee", "Yi", "Rhee"]), ("박", ["Park", "Pak"]),
                   ("최", ["Choi", "Choe"]), ("정", ["Jung", "Chung", "Jeong"]),
                   ("강", ["Kang", "Gang"]), ("조", ["Cho", "Jo"]), ("윤", ["Yoon", "Yun"]),
                   ("임", ["Lim", "Im"]), ("한", ["Han"]), ("오", ["Oh", "O"]), ("서", ["Seo", "Suh"])]
KOREAN_FIRST = [("민", ["Min"]), ("서", ["Seo", "So"]), ("지", ["Ji", "Jee"]), ("하", ["Ha"]),
                ("은", ["Eun", "Un"]), ("영", ["Young", "Yeong"]), ("정", ["Jung", "Jeong"]),
                ("수", ["Su", "Soo"]), ("현", ["Hyun", "Hyeon"]), ("경", ["Kyung", "Gyeong"])]
KOREAN_SECOND = [("지", ["ji", "jee"]), ("호", ["ho"]), ("진", ["jin"]), ("희", ["hee", "hui"]),
                 ("아", ["a", "ah"]), ("우", ["woo", "u"]), ("선", ["sun", "seon"]),
                 ("미", ["mi"]), ("훈", ["hoon", "hun"]), ("란", ["ran"])]
ARABIC_GIVEN = [("أحمد", ["Ahmed", "Ahmad"], "M"), ("محمود", ["Mahmoud", "Mahmud"], "M"),
                ("يوسف", ["Yusuf", "Youssef"], "M"), ("خالد", ["Khaled", "Khalid"], "M"),
                ("سمير", ["Samir", "Sameer"], "M"), ("عمر", ["Omar", "Umar"], "M"),
                ("فاطمة", ["Fatima", "Fatma"], "F"), ("مريم", ["Maryam", "Mariam"], "F"),
                ("ليلى", ["Layla", "Leila"], "F"), ("نور", ["Nour", "Noor"], "F"),
                ("هدى", ["Huda", "Hoda"], "F"), ("سعاد", ["Suad", "Souad"], "F")]
ARABIC_FAMILY = [("الحسن", ["al-Hassan", "Alhasan"]), ("الخطيب", ["al-Khatib", "Khatib"]),
                 ("حداد", ["Haddad"]), ("النجار", ["al-Najjar", "Najjar"]),
                 ("منصور", ["Mansour", "Mansur"]), ("سليمان", ["Suleiman", "Sulayman"]),
                 ("درويش", ["Darwish"]), ("الشامي", ["al-Shami", "Shami"]),
                 ("قاسم", ["Qasim", "Kassem"]), ("عثمان", ["Othman", "Uthman"])]
ARABIC_FATHER = [("إبراهيم", ["Ibrahim", "Ebrahim"]), ("جميل", ["Jamil", "Jameel"]),
                 ("حسين", ["Hussein", "Husayn"]), ("رشيد", ["Rashid", "Rasheed"]),
                 ("سعيد", ["Said", "Saeed"]), ("كمال", ["Kamal"]), ("ناصر", ["Nasser", "Nasir"]),
                 ("وليد", ["Walid", "Waleed"])]
ENGLISH_GIVEN = {"M": "Daniel Samuel Peter Joseph Thomas Edmund Gilbert Hugh Martin Oliver Ralph Silas "
                      "Simon Victor Walter Aaron Clement Felix Isaac Leonard".split(),
                 "F": "Grace Mary Esther Ruth Alice Bertha Clara Dorothy Edith Frances Hester Ida "
                      "Judith Lydia Miriam Nora Phoebe Rosalind Sylvia Winifred".split()}
ENGLISH_FAMILY = ("Barlow Whitcombe Okell Marsden Tranter Pemberton Hollis Kershaw Ludlow Fenwick Ashby "
                  "Garside Birtwistle Copley Dunmore Entwistle Farnham Gresham Hargreave Inskip Jessop "
                  "Kettering Lockwood Mowbray Nettleton Ormerod Prescott Quarmby Rushworth Stanhope "
                  "Thackray Underhill Varley Wetherby Yardley Aldridge Bracewell Clitheroe").split()
PLACES = ["Hillford", "Eastmere", "Port Callow", "Three Wells", "Sandbridge", "Old Quarry", "Norwell"]
NATION = {"korean": "한국", "arabic": "시리아", "english": "영국"}


def typo(rng, text):
    at = rng.randrange(1, len(text) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at - 1] + text[at] + text[at - 1] + text[at + 1:]


def person(rng):
    kind = rng.choice(["korean", "arabic", "english"])
    born = (rng.randrange(1950, 2004), rng.randrange(1, 13), rng.randrange(1, 29))
    one = {"kind": kind, "born": born, "place": rng.choice(PLACES)}
    if kind == "korean":
        family, first, second = (rng.choice(t) for t in (KOREAN_SURNAMES, KOREAN_FIRST, KOREAN_SECOND))
        one.update(own=family[0] + first[0] + second[0], sex=rng.choice("MF"), parts=(family, first, second))
    elif kind == "arabic":
        given, father, family = (rng.choice(t) for t in (ARABIC_GIVEN, ARABIC_FATHER, ARABIC_FAMILY))
        one.update(own=f"{given[0]} {father[0]} {family[0]}", sex=given[2], parts=(given, father, family))
    else:
        one["sex"] = rng.choice("MF")
        one.update(own=rng.choice(ENGLISH_GIVEN[one["sex"]]) + " " + rng.choice(ENGLISH_FAMILY))
    return one


def latin(rng, one):
    if one["kind"] == "korean":
        family, first, second = (rng.choice(part[1]) for part in one["parts"])
        name = rng.choice([f"{family} {first}-{second}", f"{first}{second} {family}", f"{family} {first} {second}"])
    elif one["kind"] == "arabic":
        name = " ".join(rng.choice(part[1]) for part in one["parts"])
    else:
        name = one["own"]
    return typo(rng, name) if rng.random() < 0.08 else name


def born(rng, one, write):
    year, month, day = one["born"]
    chance = rng.random()
    if chance < 0.06:
        return ""
    if chance < 0.12:
        return str(year)
    if chance < 0.16:
        day = max(1, day - 1)
    return write(year, month, day)


def cell(text):
    return f'"{text}"' if "," in text else text


def main():
    rng = random.Random(SEED)
    people = [person(rng) for _ in range(PEOPLE)]
    lists = {"ngo.csv": ["name,date of birth,sex,village"], "police.csv": ["Full name,DOB,gender,place"],
             "shelter.csv": ["성명,생년월일,성별,국적"]}
    for one in people:
        if rng.random() < 0.42:
            lists["ngo.csv"].append(",".join(map(cell, [
                latin(rng, one), born(rng, one, lambda y, m, d: f"{y}-{m:02}-{d:02}"), one["sex"],
                one["place"]])))
        if rng.random() < 0.38:
            name = one["own"] if one["kind"] == "arabic" else latin(rng, one)
            lists["police.csv"].append(",".join(map(cell, [
                name, born(rng, one, lambda y, m, d: f"{d:02}/{m:02}/{y}"),
                {"M": "male", "F": "female"}[one["sex"]],
                one["place"] if rng.random() < 0.8 else rng.choice(PLACES)])))
        if rng.random() < 0.33:
            name = one["own"] if one["kind"] == "korean" else latin(rng, one)
            lists["shelter.csv"].append(",".join(map(cell, [
                name, born(rng, one, lambda y, m, d: f"{y}년 {m}월 {d}일"),
                {"M": "남", "F": "여"}[one["sex"]], NATION[one["kind"]]])))
    # What every real list has: a row that slipped, and a date that never was.
    lists["ngo.csv"].insert(40, "Mary Garside,1971-05-02,F,Norwell,see file 12")
    lists["police.csv"].insert(25, "Peter Tranter,31/02/1999,male,Eastmere")
    for name, rows in lists.items():
        (Path(__file__).parent / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


main()
