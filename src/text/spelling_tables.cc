#include "text/spelling_tables.h"

namespace hearim {
namespace {

// Learned by bench/learn_spelling_model.cc.
constexpr std::string_view kArabic =
#include "text/spelling_tables/arabic.inc"
    ;
constexpr std::string_view kCyrillic =
#include "text/spelling_tables/cyrillic.inc"
    ;
constexpr std::string_view kHan =
#include "text/spelling_tables/han.inc"
    ;
constexpr std::string_view kHangul =
#include "text/spelling_tables/hangul.inc"
    ;
constexpr std::string_view kLetterPairs =
#include "text/spelling_tables/letter_pairs.inc"
    ;

}  // namespace

std::string_view spelling_table(NameScript script) {
  switch (script) {
    case NameScript::arabic:
      return kArabic;
    case NameScript::cyrillic:
      return kCyrillic;
    case NameScript::han:
      return kHan;
    case NameScript::hangul:
      return kHangul;
    default:
      return {};
  }
}

std::string_view letter_pair_table() { return kLetterPairs; }

}  // namespace hearim
