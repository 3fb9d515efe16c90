#include "text/partial_date.h"

#include <gtest/gtest.h>
#include <unicode/calendar.h>
#include <unicode/gregocal.h>

#include <memory>

#include "text/hijri_calendar.h"
#include "text/month_names.h"

namespace hearim {
namespace {

// What was read, as EDTF; "-" when absent.
std::string read(std::string_view text, DateOrder order = DateOrder::day_first) {
  const auto date = parse_partial_date(text, order);
  return date ? to_edtf(*date) : "-";
}

TEST(PartialDate, iso_dates_are_read_whole_or_in_part) {
  EXPECT_EQ(read("1999-04-03"), "1999-04-03");
  EXPECT_EQ(read("1999-04-03", DateOrder::month_first), "1999-04-03");
  EXPECT_EQ(read("1999-04"), "1999-04-XX");
  EXPECT_EQ(read("1999"), "1999");
  EXPECT_EQ(read("19990403"), "1999-04-03");
  EXPECT_EQ(read("199904"), "1999-04-XX");
  EXPECT_EQ(read("1999-04-03T12:30:00Z"), "1999-04-03");
  EXPECT_EQ(read("1999-04-03 00:00:00.000"), "1999-04-03");
}

TEST(PartialDate, unknown_parts_written_as_x_zero_99_or_question_marks_are_unknown) {
  EXPECT_EQ(read("1999-04-XX"), "1999-04-XX");
  EXPECT_EQ(read("1999-XX-XX"), "1999");
  EXPECT_EQ(read("1999-00-00"), "1999");
  EXPECT_EQ(read("1999-99-99"), "1999");
  EXPECT_EQ(read("?"
                 "?/04/1999"),
            "1999-04-XX");
  EXPECT_EQ(read("00/00/1999"), "1999");
  EXPECT_EQ(read("0000-04-03"), "XXXX-04-03");
  EXPECT_EQ(read("1999-XX-03"), "1999-XX-03");
  EXPECT_EQ(read("0000-00-00"), "-");
  EXPECT_EQ(read("9999"), "-");
}

TEST(PartialDate, all_numeric_dates_follow_the_order_asked_for_unless_they_tell) {
  EXPECT_EQ(read("03/04/1999", DateOrder::day_first), "1999-04-03");
  EXPECT_EQ(read("03/04/1999", DateOrder::month_first), "1999-03-04");
  EXPECT_TRUE(parse_partial_date("03/04/1999", DateOrder::day_first)->day_month_ambiguous);
  EXPECT_EQ(read("13/04/1999", DateOrder::month_first), "1999-04-13");
  EXPECT_EQ(read("04/13/1999", DateOrder::day_first), "1999-04-13");
  EXPECT_FALSE(parse_partial_date("13/04/1999", DateOrder::day_first)->day_month_ambiguous);
  EXPECT_FALSE(parse_partial_date("04/04/1999", DateOrder::day_first)->day_month_ambiguous);
  EXPECT_EQ(read("3.4.1999"), "1999-04-03");
  EXPECT_EQ(read("1999. 4. 3."), "1999-04-03");
  EXPECT_EQ(read("3-4-1999"), "1999-04-03");
  EXPECT_EQ(read("04/1999"), "1999-04-XX");
  EXPECT_EQ(read("1999/4"), "1999-04-XX");
}

TEST(PartialDate, dates_that_do_not_exist_are_absent) {
  for (const char* text : {"31/02/1999",
                           "29/02/1999",
                           "1999-13-13",
                           "1999-02-30",
                           "32/01/1999",
                           "13/13/1999",
                           "31 April 1999",
                           "1999년 13월 1일",
                           "30/30/30",
                           "19991301",
                           "1998-1999",
                           "12345",
                           "",
                           "   ",
                           "-",
                           "unknown",
                           "April fool 1999",
                           "7",
                           "45",
                           "1/2/3/4",
                           "0999"}) {
    EXPECT_EQ(read(text), "-") << text;
  }
  EXPECT_EQ(read("29/02/2000"), "2000-02-29");
  EXPECT_EQ(read("29/02/1900"), "-");
  EXPECT_EQ(read("29 February"), "XXXX-02-29");
}

TEST(PartialDate, korean_and_chinese_dates_are_read) {
  EXPECT_EQ(read("1999년 4월 3일"), "1999-04-03");
  EXPECT_EQ(read("1999년4월"), "1999-04-XX");
  EXPECT_EQ(read("1999년생"), "1999");
  EXPECT_EQ(read("4월 3일"), "XXXX-04-03");
  EXPECT_EQ(read("약 1999년"), "1999~");
  EXPECT_EQ(read("1999년경"), "1999~");
  EXPECT_EQ(read("1999年4月3日"), "1999-04-03");
  EXPECT_EQ(read("1999年4月3号"), "1999-04-03");
  EXPECT_EQ(read("一九九九年四月三日"), "1999-04-03");
  EXPECT_EQ(read("一九九九年十二月二十三日"), "1999-12-23");
  EXPECT_EQ(read("二〇〇三年十月"), "2003-10-XX");
  EXPECT_EQ(read("约1999年"), "1999~");
  EXPECT_EQ(read("99년 4월 3일"), "XX99-04-03");
}

TEST(PartialDate, month_names_are_read_in_the_languages_of_the_lists) {
  for (const char* text :
       {"April 3, 1999", "3 April 1999", "3rd of April 1999", "3-Apr-1999", "Apr 3 1999",
        "1999 April 3", "3 de abril de 1999", "3 abr. 1999", "3 avril 1999", "le 3 avril 1999",
        "3 апреля 1999 г.", "3 апреля 1999 года", "3. April 1999", "3 أبريل 1999", "٣ نيسان ١٩٩٩",
        "3 ابريل 1999م", "۳ أفريل ۱۹۹۹", "1999년 사월 3일"}) {
    EXPECT_EQ(read(text), "1999-04-03") << text;
  }
  EXPECT_EQ(read("1er août 1999"), "1999-08-01");
  EXPECT_EQ(read("5 تشرين الثاني 2001"), "2001-11-05");
  EXPECT_EQ(read("5 كانون الأول 2001"), "2001-12-05");
  EXPECT_EQ(read("5 كانون الثاني 2001"), "2001-01-05");
  EXPECT_EQ(read("آب 2013"), "2013-08-XX");
  EXPECT_EQ(read("setiembre de 1985"), "1985-09-XX");
  EXPECT_EQ(read("май 1937"), "1937-05-XX");
  EXPECT_EQ(read("Mar-99"), "XX99-03-XX");
  EXPECT_EQ(read("c. 1999"), "1999~");
  EXPECT_EQ(read("1999?"), "1999~");
}

TEST(PartialDate, every_month_has_its_name_in_every_language) {
  const char* const rows[][12] = {
      {"january", "february", "march", "april", "may", "june", "july", "august", "september",
       "october", "november", "december"},
      {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
       "octubre", "noviembre", "diciembre"},
      {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
       "octobre", "novembre", "décembre"},
      {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
       "октября", "ноября", "декабря"},
      {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
       "نوفمبر", "ديسمبر"},
      {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
       "تشرين الأول", "تشرين الثاني", "كانون الأول"},
      {"일월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "십일월",
       "십이월"}};
  for (const auto& row : rows) {
    for (int month = 1; month <= 12; ++month) {
      const auto date =
          parse_partial_date(std::string("7 ") + row[month - 1] + " 2001", DateOrder::day_first);
      ASSERT_TRUE(date) << row[month - 1];
      EXPECT_EQ(date->month, month) << row[month - 1];
      EXPECT_EQ(date->day, 7);
      EXPECT_EQ(date->year, 2001);
    }
  }
}

TEST(PartialDate, a_two_digit_year_keeps_its_century_unknown) {
  const auto date = parse_partial_date("03/04/99", DateOrder::day_first);
  ASSERT_TRUE(date);
  EXPECT_FALSE(date->year);
  EXPECT_EQ(date->year_of_century, 99);
  EXPECT_EQ(read("99.4.3"), "XX99-04-03");
  EXPECT_EQ(read("3 April 04"), "XX04-04-03");
}

TEST(PartialDate, one_january_and_placeholders_may_stand_for_unknown) {
  for (const char* text :
       {"1999-01-01", "01/01/1975", "1900-01-01", "1 Jan 1970", "9999-12-31", "1111-11-11"}) {
    EXPECT_TRUE(parse_partial_date(text, DateOrder::day_first)->looks_like_default) << text;
  }
  for (const char* text : {"1999-01-02", "1999-01", "1999"}) {
    EXPECT_FALSE(parse_partial_date(text, DateOrder::day_first)->looks_like_default) << text;
  }
}

TEST(PartialDate, juche_years_count_from_1912) {
  EXPECT_EQ(read("주체88년 4월 3일"), "1999-04-03");
  EXPECT_EQ(read("주체88(1999)년 4월 3일"), "1999-04-03");
  EXPECT_EQ(read("Juche 88"), "1999");
  EXPECT_EQ(read("주체1년"), "1912");
  EXPECT_EQ(read("주체88(2001)년"), "-");  // the two years disagree
  EXPECT_EQ(parse_partial_date("주체88", DateOrder::day_first)->calendar,
            PartialDate::Calendar::juche);
}

TEST(PartialDate, hijri_dates_are_converted_and_marked) {
  // 1 Muharram 1420 of the civil calendar is 17 April 1999; 1 Ramadan 1420 is 9 December 1999.
  EXPECT_EQ(read("1 محرم 1420"), "1999-04-17");
  EXPECT_EQ(read("1 رمضان 1420 هـ"), "1999-12-09");
  EXPECT_EQ(read("1/9/1420 هـ"), "1999-12-09");
  EXPECT_EQ(read("1420 هـ"), "1999");
  EXPECT_EQ(read("1420 AH"), "1999");
  EXPECT_EQ(read("رمضان 1420"), "1999");
  EXPECT_EQ(read("30 صفر 1420"), "-");  // Safar has 29 days
  EXPECT_EQ(parse_partial_date("1420 هـ", DateOrder::day_first)->calendar,
            PartialDate::Calendar::hijri);
}

TEST(PartialDate, the_hijri_conversion_agrees_with_icu_on_every_day_of_two_centuries) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Calendar> islamic(icu::Calendar::createInstance(
      *icu::TimeZone::getGMT(), icu::Locale("ar@calendar=islamic-civil"), status));
  icu::GregorianCalendar gregorian(*icu::TimeZone::getGMT(), status);
  ASSERT_TRUE(U_SUCCESS(status));
  for (int year = 1300; year <= 1500; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= hijri_month_length(year, month); day += (year % 10 == 0 ? 1 : 7)) {
        islamic->clear();
        islamic->set(year, month - 1, day);
        gregorian.setTime(islamic->getTime(status), status);
        const CivilDay expected{gregorian.get(UCAL_YEAR, status),
                                gregorian.get(UCAL_MONTH, status) + 1,
                                gregorian.get(UCAL_DAY_OF_MONTH, status)};
        ASSERT_EQ(gregorian_from_hijri({year, month, day}), expected)
            << year << ' ' << month << ' ' << day;
      }
    }
  }
}

TEST(PartialDate, day_and_month_swap_only_where_both_dates_exist) {
  const auto swapped = day_month_swapped(*parse_partial_date("1999-04-03", DateOrder::day_first));
  ASSERT_TRUE(swapped);
  EXPECT_EQ(to_edtf(*swapped), "1999-03-04");
  EXPECT_FALSE(day_month_swapped(*parse_partial_date("1999-04-13", DateOrder::day_first)));
  EXPECT_FALSE(day_month_swapped(*parse_partial_date("1999-04-04", DateOrder::day_first)));
  EXPECT_FALSE(day_month_swapped(*parse_partial_date("1999-04", DateOrder::day_first)));
}

TEST(PartialDate, an_age_gives_the_birth_years_it_leaves_open) {
  const auto at = *parse_partial_date("2010-06-15", DateOrder::day_first);
  EXPECT_EQ(birth_years(20, at, AgeCustom::completed_years), (YearRange{1989, 1990}));
  EXPECT_EQ(birth_years(20, at, AgeCustom::korean_counting), (YearRange{1991, 1991}));
  EXPECT_EQ(birth_years(-1, at, AgeCustom::completed_years), std::nullopt);
  EXPECT_EQ(birth_years(131, at, AgeCustom::completed_years), std::nullopt);
  EXPECT_EQ(birth_years(20, PartialDate{}, AgeCustom::completed_years), std::nullopt);
}

TEST(PartialDate, every_existing_date_survives_being_written_and_read) {
  for (int year : {1900, 1999, 2000, 2024}) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        PartialDate date;
        date.year = year;
        date.month = month;
        date.day = day;
        const auto back = parse_partial_date(to_edtf(date), DateOrder::day_first);
        ASSERT_EQ(back.has_value(), exists_as_date(date)) << to_edtf(date);
        if (back) {
          EXPECT_EQ(to_edtf(*back), to_edtf(date));
        }
      }
    }
  }
}

}  // namespace
}  // namespace hearim
