// What a text says: quantities with their bounds and what they count, dates, mentions, quotations,
// testimonies and citations, each with its place in the text.
//
// Pure: nothing is opened, the clock is not read, results depend on the arguments alone. Places are
// half-open ranges of Unicode code points of the decoded text. A machine's reading is a proposal:
// what is unknown is absent, a relative date is resolved only against a known document date, and a
// vague magnitude says that it is vague. Time is linear in the length of the text, whatever it
// holds. What is found in each language and where it fails: docs/reading/.
// The JSON form of these types is in DESIGN, section 4, "hearim read".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

enum class ReadLanguage : std::uint8_t { unknown, english, spanish, arabic, chinese, korean };
std::string_view language_code(ReadLanguage language);   // "en"; "und" if unknown
ReadLanguage language_from_code(std::string_view code);  // unknown for any other
ReadLanguage guess_language(std::u32string_view text);   // by script, then common words

struct CalendarDay {
  int year = 0, month = 0, day = 0;
  friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};
std::optional<CalendarDay> calendar_day_from_iso(std::string_view text);  // "2023-03-24"

enum class MentionType : std::uint8_t { person, organisation, place, work, event };

// A name that the user knows, with its other spellings (of any script).
struct KnownName {
  std::string name;
  MentionType type = MentionType::person;
  std::vector<std::string> variants;
};
// Names compiled once, immutable, shared by any number of readings and threads. Names of one letter
// or more than 200 are not looked for; of equal spellings the first stands.
class NameList;
std::shared_ptr<const NameList> compile_names(std::vector<KnownName> names);

struct ReadOptions {
  ReadLanguage language = ReadLanguage::unknown;  // unknown: guessed from the text
  std::optional<CalendarDay> document_date = {};  // relative dates stay unresolved without it
  std::shared_ptr<const NameList> names = {};     // the user's; found wherever they stand
};

struct TextSpan {
  std::uint32_t start = 0, end = 0;
  bool empty() const { return start == end; }
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

enum class ValueForm : std::uint8_t { exact, approximate, bound, range, vague, ratio };
enum class ValueChange : std::uint8_t { none, up, down };

struct QuantityValue {
  std::optional<double> low, high;  // absent: open on that side
  bool low_inclusive = true, high_inclusive = true;
  bool approx = false;
  ValueForm form = ValueForm::exact;
  std::string base;  // id of the quantity a ratio is of; empty if none
  ValueChange change = ValueChange::none;
};

struct QuantitySource {
  std::string who;     // id of the mention of who says so
  std::string via;     // id of the mention it came through; empty if none
  TextSpan cue;        // "said"; empty if none
  bool stated = true;  // false: inferred
};

struct Quantity {
  std::string id;
  TextSpan span;     // with its bound words and its unit
  TextSpan number;   // the figure alone
  TextSpan measure;  // figure and unit
  QuantityValue value;
  std::string unit;       // "person", "percent", "USD", "year", "fraction", ...; empty: none
  std::string unit_text;  // as written; empty: none
  TextSpan counted;       // the noun phrase counted; empty if not found
  std::vector<QuantitySource> sources;
  TextSpan caveat;  // "impossible to verify the exact number"; empty if none
};

struct DateFound {
  std::string id;
  TextSpan span;
  std::string value;  // EDTF (ISO 8601-2); empty if it has none ("weeks later")
};

struct Mention {
  std::string id;
  TextSpan span;
  MentionType type = MentionType::person;
  bool named = true;        // false: it describes ("a woman from the north")
  std::string entity;       // equal for mentions of one entity in this document
  std::string listed = {};  // its name in the user's list; empty if it does not stand there
};

enum class QuoteForm : std::uint8_t { direct, indirect };
struct Quote {
  std::string id;
  TextSpan span;  // without its quotation marks
  QuoteForm form = QuoteForm::direct;
  std::string speaker, hearer;  // mention ids; empty if unknown
  TextSpan cue;                 // "said"; empty if none
};

struct TestimonyFact {
  std::string act;
  TextSpan span;
};
struct Testimony {
  std::string id;
  TextSpan span;
  std::string person, told_to;  // mention ids; empty if unknown
  std::vector<TestimonyFact> facts;
};

struct Citation {
  std::string id;
  TextSpan span;
  std::string to;       // mention id
  std::string by = {};  // mention id of whose work it is; empty if unknown
};

struct Reading {
  ReadLanguage language = ReadLanguage::unknown;
  std::vector<Quantity> quantities;  // each in the order of the text
  std::vector<DateFound> dates;
  std::vector<Mention> mentions;
  std::vector<Quote> quotes;
  std::vector<Testimony> testimonies;
  std::vector<Citation> citations;
};

// REQUIRES: fewer than 2^32 code points.
Reading read_text(std::u32string_view text, const ReadOptions& options);
// Offsets still count code points; each invalid byte counts as one (U+FFFD).
Reading read_text(std::string_view utf8, const ReadOptions& options);

// Code points of UTF-8, every invalid byte as U+FFFD, so that offsets stay right.
std::u32string decode_text(std::string_view utf8);

}  // namespace hearim
