#include "report/number_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace hearim {
namespace {

constexpr const char* kUnknown = "unknown";
constexpr double kSeparatedMax = 1e15;  // above, separated digits say less than a power of ten

std::string with_separators(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    if (i > 0 && digits[i - 1] != '-' && left % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string power_text(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  return fmt::format("{:.1f} × 10^{}", value / std::pow(10.0, exponent), exponent);
}

// To `digits` significant digits in the direction of `round`.
template <typename Round>
double significant(double value, int digits, Round round) {
  if (value == 0) return 0;
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value)))) - digits + 1;
  if (exponent >= 0) {
    const double unit = std::pow(10.0, exponent);
    return round(value / unit) * unit;
  }
  const double unit = std::pow(10.0, -exponent);
  return round(value * unit) / unit;
}

// No more decimals than the value has.
std::string trimmed(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string count_text(std::int64_t count) { return with_separators(fmt::format("{}", count)); }

std::string people_text(double people) {
  if (!std::isfinite(people)) return kUnknown;
  if (std::fabs(people) >= kSeparatedMax) return power_text(people);
  return count_text(std::llround(people));
}

std::string about_text(double people) {
  if (!std::isfinite(people)) return kUnknown;
  const double rounded = significant(people, 3, [](double x) { return std::round(x); });
  if (std::fabs(rounded) >= kSeparatedMax) return power_text(rounded);
  if (std::fabs(rounded) >= 1e6) return trimmed(fmt::format("{:.2f}", rounded / 1e6)) + " million";
  return people_text(rounded);
}

std::string rounded_down_text(double people) {
  if (!std::isfinite(people)) return kUnknown;
  if (std::fabs(people) < 100) return people_text(std::floor(people));
  return about_text(significant(people, 2, [](double x) { return std::floor(x + 1e-9); }));
}

std::string rounded_up_text(double people) {
  if (!std::isfinite(people)) return kUnknown;
  if (std::fabs(people) < 100) return people_text(std::ceil(people));
  return about_text(significant(people, 2, [](double x) { return std::ceil(x - 1e-9); }));
}

std::string axis_text(double value) {
  if (!std::isfinite(value)) return kUnknown;
  const double size = std::fabs(value);
  if (size >= kSeparatedMax) return power_text(value);
  if (size >= 1e9) return trimmed(fmt::format("{:.2f}", value / 1e9)) + " billion";
  if (size >= 1e6) return trimmed(fmt::format("{:.2f}", value / 1e6)) + " million";
  if (size >= 1000 || value == std::round(value)) return people_text(value);
  if (size < 1e-4) return fmt::format("{:.0e}", value);
  return trimmed(fmt::format("{:.5f}", value));
}

std::string compact_text(double value) {
  if (!std::isfinite(value)) return kUnknown;
  const double size = std::fabs(value);
  if (size >= kSeparatedMax || size < 1000) return axis_text(value);
  if (size >= 1e9) return trimmed(fmt::format("{:.2f}", value / 1e9)) + "bn";
  if (size >= 1e6) return trimmed(fmt::format("{:.2f}", value / 1e6)) + "m";
  return trimmed(fmt::format("{:.2f}", value / 1e3)) + "k";
}

std::string percent_text(double share) {
  if (!std::isfinite(share)) return kUnknown;
  const double percent = 100 * share;
  if (percent == 0) return "0%";
  if (std::fabs(percent) < 0.01) return "under 0.01%";
  const int digits = std::fabs(percent) < 1 ? 1 : std::fabs(percent) > 99 ? 3 : 2;
  return trimmed(fmt::format(
             "{:.4f}", significant(percent, digits, [](double x) { return std::round(x); }))) +
         "%";
}

std::string factor_text(double ratio) {
  if (!std::isfinite(ratio)) return kUnknown;
  if (ratio >= 1000) return about_text(ratio);
  if (ratio >= 9.95) return fmt::format("{:.0f}", ratio);
  return ratio < 1.995 ? fmt::format("{:.2f}", ratio) : fmt::format("{:.1f}", ratio);
}

std::string digits_text(double value, int significant_digits) {
  if (!std::isfinite(value)) return kUnknown;
  if (std::fabs(value) >= 1000) return people_text(value);
  return fmt::format("{:.{}g}", value, significant_digits);
}

std::string number_word(std::int64_t count) {
  static constexpr std::array<std::string_view, 11> kWords = {
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  if (count >= 0 && count < static_cast<std::int64_t>(kWords.size()))
    return std::string(kWords[static_cast<std::size_t>(count)]);
  return count_text(count);
}

std::string sentence_start(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string counted(std::int64_t count, std::string_view noun) {
  return count_text(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace hearim
