#!/usr/bin/env python3
"""Makes ../material and ../truth from the texts beside it and the list generator.

    make_material.py [--check] [--generator ../../../build/release/generate_lists]

--check writes nothing and fails where a file would differ. All of it is invented. Needs Python 3
alone, and pdftoppm (poppler-utils) for the scan, which --check leaves out.
"""
import argparse
import csv
import io
import random
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

import file_formats as made

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
SEED = 20250312  # the day of the report; the first and only one tried

# The world: 6,400 people, three in ten held where every list hardly comes; the documentation centre
# sends people to the lawyers, as their letter says.
WORLD = ["6400", "--lists", "4", "--captures", "0.2,0.15,0.14,0.09", "--spread", "0.1", "--hidden",
         "0.3:0.5", "--referral", "1:3:2.5", "--scripts", "ko,zh,en,ko", "--origins", "ko:100",
         "--women", "0.85", "--born", "1965-2008", "--duplicates", "0.02", "--errors", "1", "--seed",
         str(SEED), "--with-truth"]


def text_of(name):
    return next(TEXTS.glob(name + "*")).read_text(encoding="utf-8")


# --- documents

def page(text, language, direction, site, sections, style_note):
    lines = [line for line in text.strip().split("\n") if line.strip()]
    body = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in lines[1:])
    menu = "".join(f"<li><a href=\"#\">{escape(s)}</a></li>" for s in sections)
    return (f"<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>"
            f"<meta charset=\"{style_note}\"><title>{escape(lines[0])} | {escape(site)}</title>"
            "<style>nav li{display:inline}</style></head>\n<body>\n"
            f"<nav><ul>{menu}</ul></nav>\n<article>\n<h1>{escape(lines[0], quote=False)}</h1>\n"
            f"{body}</article>\n<aside class=\"related\"><h2>{escape(sections[-1])}</h2></aside>\n"
            f"<footer>© {escape(site)} (INVENTED)</footer>\n</body>\n</html>\n")


def letter(text):
    message = EmailMessage(policy=SMTP)
    message["From"] = "Noor Adelin <adelin@hwaran.example>"
    message["To"] = "records@sumil.example"
    message["Subject"] = "Our register, and a word of caution (INVENTED EXAMPLE)"
    message["Date"] = "Thu, 03 Jul 2025 09:12:00 +0900"
    message["Message-ID"] = "<20250703.0912@hwaran.example>"
    message.set_content(text, cte="quoted-printable")
    return message.as_bytes()


def nested_archive(depth):
    content = b"The innermost file of an archive in an archive in an archive. INVENTED.\n"
    name = "innermost.txt"
    for level in range(depth):
        content = made.zipped([(name, content)])
        name = f"level_{level}.zip"
    return content


def documents():
    report = made.pdf(text_of("sdc_report"), "Sumil Documentation Centre: No Crossing Back")
    files = {
        "reports/sumil_report_2025_INVENTED.pdf": report,
        "reports/household_survey_2025_INVENTED.pdf":
            made.pdf(text_of("calder_ford"), "Institute for River Economies, working paper 11"),
        # A spreadsheet that is no list of people.
        "reports/lantern_house_by_year_INVENTED.xlsx": made.xlsx("INVENTED", [
            ["Year", "Women taken in", "Men taken in", "Of these under 18"],
            ["2021", "118", "17", "9"], ["2022", "97", "14", "6"], ["2023", "104", "22", "11"],
            ["2024", "109", "15", "8"], ["2025 (to June)", "95", "20", "7"]]),
        "news/kestrel_post_INVENTED.html":
            page(text_of("kestrel"), "en", "ltr", "The Kestrel Post",
                 ["Home", "Politics", "World", "Weather", "Most read"], "utf-8").encode(),
        "news/daily_harbour_INVENTED.txt": text_of("daily_harbour").encode(),
        "news/naru_sinmun_INVENTED.txt": text_of("naru").encode("cp949"),
        "news/weidu_ribao_INVENTED.html":
            page(text_of("weidu"), "zh", "ltr", "苇渡日报", ["首页", "时政", "国际", "热门"],
                 "gb18030").encode("gb18030"),
        "news/el_farol_INVENTED.docx": made.docx(text_of("el_farol")),
        "news/far_bank_INVENTED.html":
            page(text_of("far_bank"), "ar", "rtl", "صحيفة الضفة البعيدة",
                 ["الرئيسية", "أخبار", "الأكثر قراءة"], "utf-8").encode(),
        "letters/hwaran_letter_INVENTED.eml": letter(text_of("hwaran")),
        "interviews/interview_0417_INVENTED.docx": made.docx(text_of("interview_0417")),
        "interviews/interview_0533_INVENTED.txt": text_of("interview_0533").encode(),
        "clippings_2018_INVENTED.zip":
            made.zipped([("clippings/daily_harbour_2018_INVENTED.txt", text_of("observatory"))]),
        # What does not go in, or not as it is called.
        "damaged/report_cut_off_INVENTED.pdf": report[:len(report) * 2 // 5],
        "damaged/not_a_text_INVENTED.txt":
            b"\x7fELF\x02\x01\x01\x00" + random.Random(SEED).randbytes(3000),
        "damaged/empty_INVENTED.txt": b"",
        "damaged/archive_in_archive_INVENTED.zip": nested_archive(12),
        "damaged/daily_harbour_again_INVENTED.txt": text_of("daily_harbour").encode(),
    }
    return files


def scanned_statement():
    return made.scan(made.pdf(text_of("public_order"), "", page=(420, 690), size=13,
                              keep_lines=True, left=48), seed=SEED)


# --- lists

def day(draw, first, last):
    """A day between two years, early days of the month not preferred."""
    return (draw.randint(first, last), draw.randint(1, 12), draw.randint(1, 28))


class List:
    """One organisation's file: columns in its language, rows in the order of their dates."""

    def __init__(self, name, header, columns, when, remarks, write):
        self.name, self.header, self.columns = name, header, columns
        self.when, self.remarks, self.write = when, remarks, write


def csv_text(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


LISTS = [
    List("lists/sumil_documentation_centre_INVENTED.xlsx",
         ["번호", "성명", "성별", "생년월일", "거주지", "직업", "면담일", "비고"],
         ["full_name", "sex", "birth_date", "town", "occupation"], "%d년 %d월 %d일",
         ["두 번째 면담 기록임 (가상)", "생년월일은 본인이 말한 대로 적음", "통역을 두고 면담함"],
         lambda rows: made.xlsx("면담 명부 (가상 INVENTED)", rows)),
    List("lists/lantern_house_INVENTED.csv",
         ["登记号", "姓名", "性别", "出生日期", "居住地", "职业", "入住日期", "备注"],
         ["full_name", "sex", "birth_date", "town", "occupation"], "%d年%d月%d日",
         ["虚构数据 INVENTED", "字迹不清,待核对", "由教会送来"],
         lambda rows: csv_text(rows, ",").encode("gb18030")),
    List("lists/hwaran_legal_aid_INVENTED.csv",
         ["File", "Given name", "Family name", "Sex", "DOB", "Town", "Occupation", "Date opened",
          "Remarks"],
         ["given_name", "family_name", "sex", "birth_date", "town", "occupation"], "%04d-%02d-%02d",
         ["invented data", "came back under another spelling, see older file",
          "sent by the documentation centre"],
         lambda rows: csv_text(rows, ",").encode()),
    List("lists/families_across_the_river_INVENTED.csv",
         ["접수", "이름", "성별", "생년월일", "거주지", "직업", "신고일", "비고"],
         ["full_name", "sex", "birth_date", "town", "occupation"], "%d년 %d월 %d일",
         ["가상 자료 INVENTED", "어머니가 신고함, 나중에 다시 확인할 것", "연락이 끊긴 지 오래됨"],
         lambda rows: csv_text(rows, ";").encode("cp949")),
]


def with_dirt(number, rows, people, draw):
    """What real lists have: rows that slipped, a header again, a date that never was, a total."""
    def put(at, row):
        rows.insert(at, row)
        people.insert(at, "")
    wide = len(rows[0])
    at = draw.randrange(50, len(rows) - 50)
    if number == 0:
        put(len(rows), ["", f"합계 {len(rows)}명"] + [""] * (wide - 2))
    elif number == 1:
        put(at, list(LISTS[1].header))  # pasted together from two files
        put(at + 20, [rows[at + 20][0], "金"])  # cut off
        rows[at + 30][3] = "1999年2月31日"
    elif number == 2:
        for extra in (3, 40):  # a comma that should have been in quotation marks
            put(at + extra, rows[at + extra][:5] + ["Yeonsang", " upper village"]
                + rows[at + extra][6:])
        rows[at + 12][4] = "1999-02-31"
        put(len(rows), ["", "", f"TOTAL {len(rows)}"] + [""] * (wide - 3))
    else:
        put(at, [rows[at][0], "??", "?", "????", "?", "?"])  # cut off, and unreadable
        rows[at + 9][3] = "모름"


def lists(generator):
    files, identities = {}, [["list", "row", "person"]]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([generator, *WORLD, "--out", folder], check=True)
        made_lists = sorted(Path(folder).glob("list-*.csv"))
        population = (Path(folder) / "truth/population.csv").read_text()
        for number, (kind, source) in enumerate(zip(LISTS, made_lists)):
            draw = random.Random(f"{SEED} {kind.name}")
            with source.open(encoding="utf-8") as file:
                records = [(day(draw, 2019 if number == 2 else 2021, 2025), record)
                           for record in csv.DictReader(file)]
            records.sort(key=lambda r: r[0])
            rows, people = [], []
            for index, (date, record) in enumerate(records):
                remark = draw.choice(kind.remarks) if draw.random() < 0.06 else ""
                file_number = f"{'SLHF'[number]}-{index + 101:05d}"
                rows.append([file_number] + [record[c] for c in kind.columns]
                            + [kind.when % date, remark])
                people.append(record["person"])
            with_dirt(number, rows, people, draw)
            files[kind.name] = kind.write([kind.header] + rows)
            identities += [[Path(kind.name).name, row, person]
                           for row, person in enumerate(people, 1) if person]
    return files, csv_text(identities, ",").replace("\r\n", "\n"), population


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--generator", default=HERE / "../../../build/release/generate_lists")
    options = parser.parse_args()
    list_files, identities, population = lists(Path(options.generator).resolve())
    files = {"material/" + name: content for name, content in {**documents(), **list_files}.items()}
    files["truth/identities.csv"] = identities.encode()
    files["truth/population.csv"] = population.encode()
    if not options.check:
        files["material/official/bureau_statement_scan_INVENTED.png"] = scanned_statement()
    different = []
    for name, content in files.items():
        path = HERE.parent / name
        if options.check:
            if not path.exists() or path.read_bytes() != content:
                different.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for name in different:
        print(f"differs from what {Path(__file__).name} makes: {name}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
