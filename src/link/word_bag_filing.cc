// How values become bags: words of each distinct value, read once; distinct combinations of the
// columns' values; and how many records hold each word, and each two words together.
//
// Where all words are Latin, each has one sound key. Where scripts mix, a word is filed under the
// keys of all its customary spellings: 金英姬 is Jin Yingji to one clerk, Kim Young-hee to another.
#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "link/word_bag.h"
#include "link/word_pair_hash.h"

namespace hearim {
namespace {

constexpr std::size_t kLettersMax = 64;
constexpr std::size_t kSoundsMax = 6;  // of a word, where scripts mix

std::uint64_t letter_mask(std::string_view text) {
  std::uint64_t mask = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      const std::uint64_t bit = std::uint64_t{1} << (c - 'a');
      mask |= (mask & bit) != 0 ? bit << 26 : bit;
    } else if (c >= '0' && c <= '9') {
      mask |= std::uint64_t{1} << (52 + (c - '0'));
    }
  }
  return mask;
}

bool is_ascii_word_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

// A place's words: those with digits as they stand, the others folded as names are.
void place_tokens(std::string_view text, std::vector<NameToken>& out) {
  std::string word;
  bool digits = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
    const bool digit = c >= '0' && c <= '9';
    if (digit || is_ascii_word_letter(c)) {
      digits = digits || digit;
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      continue;
    }
    if (word.empty()) continue;
    std::optional<NameToken> folded = digits ? std::nullopt : name_token(word);
    if (!folded) {
      folded.emplace();
      folded->folded = word;
      folded->romanisations = {word};
    }
    out.push_back(std::move(*folded));
    word.clear();
    digits = false;
  }
}

// 전봉 in a column of whole names is 전 봉: two syllables, the first of them a surname with which
// hardly any given name begins. Elsewhere two syllables are taken for a given name.
constexpr std::string_view kSurnamesOnly =
    "김이박최강조장임오권황안홍전고양손배백허심노곽차구엄채방공";

std::optional<std::string> with_surname_apart(std::string_view text) {
  constexpr std::size_t kSyllable = 3;  // bytes
  if (text.size() != 2 * kSyllable) return std::nullopt;
  const std::size_t at = kSurnamesOnly.find(text.substr(0, kSyllable));
  const auto second = static_cast<unsigned char>(text[kSyllable]);
  if (at == std::string_view::npos || at % kSyllable != 0 || second < 0xEA || second > 0xED) {
    return std::nullopt;
  }
  return std::string(text.substr(0, kSyllable)) + ' ' + std::string(text.substr(kSyllable));
}

void name_tokens(std::string_view text, NamePart part, std::vector<NameToken>& out) {
  const auto apart = part == NamePart::whole ? with_surname_apart(text) : std::nullopt;
  out = name_forms(apart ? *apart : text, part).tokens;
  const auto is_name = [](const NameToken& t) { return t.role == NameTokenRole::name; };
  if (std::any_of(out.begin(), out.end(), is_name)) {
    std::erase_if(out, [&](const NameToken& t) { return !is_name(t); });
  }
}

// Of one vowel, or one group of them: Hee, Young, Xiu.
bool is_one_syllable(const NameToken& token) {
  if (token.script != NameScript::latin || token.folded.size() > 6) return false;
  int groups = 0;
  bool in_group = false;
  for (std::size_t i = 0; i < token.folded.size(); ++i) {
    const char c = token.folded[i];
    const bool vowel =
        c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || (c == 'y' && i > 0);
    groups += vowel && !in_group ? 1 : 0;
    in_group = vowel;
  }
  return groups == 1;
}

// How likely a syllable is the surname: 2 of the commonest, 1 in the tables, 0 not.
int surname_rank(const NameToken& token) {
  constexpr std::array<std::string_view, 36> commonest = {
      "kim",  "lee",   "yi",   "park", "pak",   "choi",  "choe", "jung", "chung",
      "kang", "cho",   "yoon", "yun",  "lim",   "han",   "shin", "kwon", "hwang",
      "ahn",  "song",  "hong", "wang", "zhang", "chang", "liu",  "chen", "yang",
      "li",   "huang", "zhao", "zhou", "xu",    "zhu",   "guo",  "lin",  "wu"};
  if (std::find(commonest.begin(), commonest.end(), token.folded) != commonest.end()) return 2;
  return token.surname_groups.empty() ? 0 : 1;
}

// Where East Asian names are among the values, "Hee Soo" is one word, as 희수 is: in a column of
// given names, and in whole names of three syllables, beside the surname. That is the likelier of
// the first and the last; the last where neither is, as in "Hee Soo Kim".
void join_given_syllables(NamePart part, std::vector<NameToken>& tokens) {
  if (!std::all_of(tokens.begin(), tokens.end(), is_one_syllable)) return;
  std::size_t first = 0;
  if (part == NamePart::whole) {
    if (tokens.size() != 3) return;
    first = surname_rank(tokens[0]) > surname_rank(tokens[2]) ? 1 : 0;
  } else if (part != NamePart::given || tokens.size() != 2) {
    return;
  }
  std::optional<NameToken> joined = name_token(tokens[first].folded + tokens[first + 1].folded);
  if (!joined) return;
  tokens[first] = std::move(*joined);
  tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(first) + 1);
}

NamePart part_of(FieldType type) {
  return type == FieldType::family_name  ? NamePart::surname
         : type == FieldType::given_name ? NamePart::given
                                         : NamePart::whole;
}

// Kana, Han and Hangul have lead bytes of their own in UTF-8.
bool is_east_asian(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto lead = static_cast<unsigned char>(c);
    return lead >= 0xE3 && lead <= 0xED;
  });
}

// True where every letter is Latin; may be false for Latin text with rare signs.
bool surely_latin(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0xCE) continue;  // ASCII, continuation bytes, Latin letters with marks, marks
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool punctuation = c == 0xE2 && (next == 0x80 || next == 0x81);
    const bool latin_additional = c == 0xE1 && next >= 0xB8 && next <= 0xBB;
    if (!punctuation && !latin_additional) return false;
  }
  return true;
}

}  // namespace

WordBags::WordBags(const LinkRecords& records, std::span<const int> fields, Content content)
    : scale_(std::max<std::uint64_t>(1, records.record_count())), bag_of_(records.record_count()) {
  for (const int field : fields) {
    const ValueDictionary& values = records.dictionary(field);
    for (std::uint32_t v = 1; v < values.size() && !east_asian_; ++v) {
      several_scripts_ = several_scripts_ || !surely_latin(values.text(v));
      east_asian_ = is_east_asian(values.text(v));
    }
  }
  read_words(records, fields, content);
  file_bags(records, fields);
  count_words();
  level_same_bags();
  if (several_scripts_) {
    across_scripts_ = std::make_unique<std::atomic<std::uint64_t>[]>(kAcrossScriptsSlots);
  }
}

// Words of each distinct value of each field.
void WordBags::read_words(const LinkRecords& records, std::span<const int> fields,
                          Content content) {
  ValueDictionary words;
  ValueDictionary sounds;
  word_.emplace_back();
  if (several_scripts_) tokens_.emplace_back();
  value_starts_.resize(fields.size());
  value_words_.resize(fields.size());
  std::vector<NameToken> tokens;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const ValueDictionary& values = records.dictionary(fields[f]);
    const NamePart part = part_of(records.fields()[static_cast<std::size_t>(fields[f])].type);
    value_starts_[f] = {0, 0};
    for (std::uint32_t v = 1; v < values.size(); ++v) {
      tokens.clear();
      if (content == Content::names) {
        name_tokens(values.text(v), part, tokens);
        if (east_asian_) join_given_syllables(part, tokens);
      } else {
        place_tokens(values.text(v), tokens);
      }
      for (NameToken& token : tokens) {
        const std::uint32_t id = words.intern(token.folded);
        value_words_[f].push_back(id);
        if (id < word_.size()) continue;
        Word word;
        // A sign of no script among Latin words (№, º) is compared as letters.
        word.latin = token.script == NameScript::latin || !several_scripts_;
        const std::string_view letters = token.romanisations.empty() || !word.latin
                                             ? std::string_view(token.folded)
                                             : std::string_view(token.romanisations[0]);
        word.mask = letter_mask(letters);
        word.text_start = static_cast<std::uint32_t>(letters_.size());
        word.length = static_cast<std::uint8_t>(std::min(kLettersMax, letters.size()));
        letters_.append(letters.substr(0, kLettersMax));
        word.sound_start = static_cast<std::uint32_t>(word_sounds_.size());
        const std::size_t sounds_max = several_scripts_ ? kSoundsMax : 2;
        for (std::size_t s = 0; s < std::min(sounds_max, token.skeletons.size()); ++s) {
          word_sounds_.push_back(sounds.intern(token.skeletons[s]));
        }
        if (token.skeletons.empty()) word_sounds_.push_back(sounds.intern(token.folded));
        word.sound_count = static_cast<std::uint16_t>(word_sounds_.size() - word.sound_start);
        word_.push_back(word);
        if (several_scripts_) tokens_.push_back(std::move(token));
      }
      value_starts_[f].push_back(static_cast<std::uint32_t>(value_words_[f].size()));
    }
  }
}

// Each distinct combination of values is one bag, and so are combinations of the same words.
void WordBags::file_bags(const LinkRecords& records, std::span<const int> fields) {
  ValueDictionary combinations;
  ValueDictionary bags;
  starts_ = {{}, {}};
  bag_records_ = {0};
  std::vector<std::uint32_t> bag_of_combination = {0};
  std::vector<std::uint32_t> combination(fields.size());
  std::vector<std::uint32_t> bag;
  std::vector<std::uint32_t> keys;
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    for (std::size_t f = 0; f < fields.size(); ++f) combination[f] = records.column(fields[f])[r];
    // One column's values are distinct already.
    std::uint32_t c = combination[0];
    if (fields.size() > 1) {
      c = combinations.intern(std::string_view(reinterpret_cast<const char*>(combination.data()),
                                               combination.size() * 4));
    } else if (c >= bag_of_combination.size()) {
      bag_of_combination.resize(records.dictionary(fields[0]).size(), ~0U);
    }
    if (c == bag_of_combination.size()) bag_of_combination.push_back(~0U);
    if (bag_of_combination[c] == ~0U) {
      bag.clear();
      for (std::size_t f = 0; f < fields.size(); ++f) {
        const std::uint32_t v = combination[f];
        for (std::uint32_t i = value_starts_[f][v]; i < value_starts_[f][v + 1]; ++i) {
          const std::uint32_t word = value_words_[f][i];
          if (bag.size() < kWordsMax && std::find(bag.begin(), bag.end(), word) == bag.end()) {
            bag.push_back(word);
          }
        }
      }
      std::sort(bag.begin(), bag.end());
      const std::uint32_t id =
          bags.intern(std::string_view(reinterpret_cast<const char*>(bag.data()), bag.size() * 4));
      if (id + 1 == starts_.size()) {
        keys.clear();
        for (const std::uint32_t w : bag) {
          const Word& word = word_[w];
          bag_words_.push_back(
              {word.mask, w, word.length, word.latin, letters_[word.text_start], 0});
          const auto of_word = sounds(word).first(several_scripts_ ? word.sound_count : 1);
          keys.insert(keys.end(), of_word.begin(), of_word.end());
        }
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        bag_sounds_.insert(bag_sounds_.end(), keys.begin(), keys.end());
        starts_.push_back({static_cast<std::uint32_t>(bag_words_.size()),
                           static_cast<std::uint32_t>(bag_sounds_.size())});
        bag_records_.push_back(0);
      }
      bag_of_combination[c] = id;
    }
    bag_of_[r] = bag_of_combination[c];
    ++bag_records_[bag_of_[r]];
  }
  value_starts_ = {};
  value_words_ = {};
  bag_words_.shrink_to_fit();
  bag_sounds_.shrink_to_fit();
}

void WordBags::count_words() {
  std::uint64_t joint_count = 0;
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const std::span<const BagWord> list = bag(b).all_words();
    joint_count += list.size() * (list.size() - 1) / 2;
    for (const BagWord& word : list) word_[word.id].records += bag_records_[b];
  }
  for (BagWord& word : bag_words_) {
    word.rarity =
        static_cast<std::uint8_t>(scale_.rarity(word_[word.id].records, RarityScale::kClassesMax));
  }
  joint_mask_ = std::bit_ceil(std::clamp<std::uint64_t>(8 * joint_count, 1024, 1 << 26)) - 1;
  joint_.assign(joint_mask_ + 1, 0);
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const std::span<const BagWord> list = bag(b).all_words();
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        std::uint16_t& count = joint_[word_pair_hash(list[i].id, list[j].id) & joint_mask_];
        count = static_cast<std::uint16_t>(
            std::min<std::uint64_t>(0xFFFF, count + std::uint64_t{bag_records_[b]}));
      }
    }
  }
}

std::uint64_t WordBags::signature(std::uint32_t of) const {
  const Bag members = bag(of);
  std::uint64_t bits = 0;
  for (const BagWord& word : members.all_words()) {
    bits |= std::uint64_t{1} << (word.id * 0x9E3779B1U >> 27);
  }
  for (const std::uint32_t sound : members.all_sounds()) {
    bits |= std::uint64_t{1} << (32 + (sound * 0x9E3779B1U >> 27));
  }
  return bits;
}

}  // namespace hearim
