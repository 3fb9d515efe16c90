#include "report/text_width.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/number_text.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

TEST(TerminalWidth, counts_wide_letters_twice_and_marks_not_at_all) {
  EXPECT_EQ(terminal_width(""), 0);
  EXPECT_EQ(terminal_width("LA·NG"), 5);
  EXPECT_EQ(terminal_width("병원"), 4);
  EXPECT_EQ(terminal_width("記録"), 4);
  EXPECT_EQ(terminal_width("سجل"), 3);
  EXPECT_EQ(terminal_width("e\xCC\x81"), 1);                             // e, combining acute
  EXPECT_EQ(terminal_width("\xE1\x84\x87\xE1\x85\xA7\xE1\x86\xBC"), 2);  // 병 as three jamo
  EXPECT_EQ(terminal_width(isolate("سجل")), 3);
  EXPECT_EQ(terminal_width("\xFF\xFE"), 2);  // malformed: one column each
}

TEST(WrapText, no_line_is_too_wide_and_no_letter_is_lost) {
  const std::string text =
      "The 병원기록보관소목록 and an extraordinarilylongwordwithoutanyspaces share nobody, سجل "
      "المحكمة";
  for (int width = 2; width < 60; ++width) {
    std::string joined;
    for (const std::string& line : wrap_text(text, width, terminal_measure())) {
      EXPECT_LE(terminal_width(line), width) << line;
      joined += line;
    }
    std::string all = text;
    std::erase(all, ' ');
    std::erase(joined, ' ');
    EXPECT_EQ(joined, all) << "width " << width;
  }
}

TEST(WrapText, keeps_words_whole_where_they_fit) {
  EXPECT_EQ(wrap_text("one two three", 7, terminal_measure()),
            (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap_text("", 7, terminal_measure()), (std::vector<std::string>{""}));
}

TEST(WrapText, to_a_number_of_lines_ends_in_an_ellipsis_only_when_something_is_left_out) {
  EXPECT_EQ(wrap_text_to("one two three four", 8, 2, terminal_measure()),
            (std::vector<std::string>{"one two", "three…"}));
  EXPECT_EQ(wrap_text_to("one two", 8, 1, terminal_measure()),
            (std::vector<std::string>{"one two"}));
}

TEST(FitText, cuts_the_end_and_a_name_in_the_middle) {
  EXPECT_EQ(fit_text("documentation", 6, terminal_measure()), "docum…");
  EXPECT_EQ(fit_name("centre of region 12", 11, terminal_measure()), "centr…on 12");
  EXPECT_EQ(fit_name("short", 11, terminal_measure()), "short");
  for (int width = 3; width < 20; ++width)
    EXPECT_LE(terminal_width(fit_name("병원기록보관소목록", width, terminal_measure())), width);
}

TEST(CleanText, replaces_what_acts_instead_of_being_seen) {
  EXPECT_EQ(clean_text("plain 병원 سجل"), "plain 병원 سجل");
  EXPECT_EQ(clean_text("a\x1b[2Jb"), "a\xEF\xBF\xBD[2Jb");
  EXPECT_EQ(clean_text("a\xE2\x80\xAE"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");  // right-to-left override
  EXPECT_EQ(clean_text("a\xE2\x81\xA9"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");  // stray pop isolate
  EXPECT_EQ(clean_text("bad \xC3\x28"), "bad \xEF\xBF\xBD(");
  EXPECT_EQ(clean_text("\xED\xA0\x80").find('\xED'), std::string::npos);  // a lone surrogate
  EXPECT_EQ(clean_text("two\n\t lines"), "two lines");
  EXPECT_EQ(clean_text(std::string("nul\0byte", 8)),
            "nul\xEF\xBF\xBD"
            "byte");
}

TEST(EscapeMarkup, leaves_nothing_that_could_open_a_tag_or_end_an_attribute) {
  EXPECT_EQ(escape_markup("<script>&\"'"), "&lt;script&gt;&amp;&quot;&#39;");
  for (int byte = 0; byte < 256; ++byte) {
    const std::string out = escape_markup(std::string(1, static_cast<char>(byte)));
    EXPECT_EQ(out.find_first_of("<>\"'"), std::string::npos) << byte;
    for (const char c : out) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << byte;
  }
}

TEST(NumberText, separates_thousands_and_rounds_as_said) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(-1234567), "-1,234,567");
  EXPECT_EQ(count_text(std::int64_t{1} << 62), "4,611,686,018,427,387,904");
  EXPECT_EQ(people_text(11312.6), "11,313");
  EXPECT_EQ(about_text(11313), "11,300");
  EXPECT_EQ(about_text(2.516e6), "2.52 million");
  EXPECT_EQ(rounded_down_text(8785), "8,700");
  EXPECT_EQ(rounded_up_text(33481), "34,000");
  EXPECT_EQ(rounded_up_text(34000), "34,000");
  EXPECT_EQ(rounded_down_text(8700), "8,700");
  EXPECT_EQ(percent_text(0.95), "95%");
  EXPECT_EQ(percent_text(0.975), "98%");
  EXPECT_EQ(percent_text(0.0021), "0.2%");
  EXPECT_EQ(percent_text(0.998), "99.8%");
  EXPECT_EQ(factor_text(2.034), "2.0");
  EXPECT_EQ(factor_text(1.32), "1.32");
  EXPECT_EQ(counted(1, "list"), "1 list");
  EXPECT_EQ(counted(5, "list"), "5 lists");
}

TEST(NumberText, a_rounded_range_always_holds_the_range_meant) {
  for (double low = 10; low < 1e9; low *= 1.37) {
    const auto value = [](std::string text) {
      std::erase(text, ',');
      const double scale = text.find("million") != std::string::npos ? 1e6 : 1;
      return std::stod(text) * scale;
    };
    EXPECT_LE(value(rounded_down_text(low)), low * (1 + 1e-9));
    EXPECT_GE(value(rounded_up_text(low)), low * (1 - 1e-9));
    EXPECT_GE(value(rounded_down_text(low)), low * 0.9);
    EXPECT_LE(value(rounded_up_text(low)), low * 1.34);
  }
}

TEST(NumberText, never_prints_what_is_no_number) {
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL})
    for (const std::string& text : {people_text(bad), about_text(bad), rounded_down_text(bad),
                                    rounded_up_text(bad), axis_text(bad), compact_text(bad),
                                    percent_text(bad), factor_text(bad), digits_text(bad, 3)})
      EXPECT_EQ(text, "unknown");
}

}  // namespace
}  // namespace hearim
