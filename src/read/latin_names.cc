// Three passes. The first counts, for words that no rule knows, where they stand in lower case and
// where with a capital that no sentence's beginning explains. The second cuts runs of capitals
// ("Ministry of Health and Welfare" over its small words), parts them at titles ("UN Special
// Rapporteur | Tomas Ekwell") and collects evidence for what each may name. The third adds up the
// evidence of all places where the same words stand, and gives a word alone the type of the longer
// name that it belongs to.
//
// What it is not for: telling two namesakes apart; names in lower case.
#include "read/latin_names.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "read/letter_key.h"
#include "read/place_names.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kNameLexemesMax = 24;
constexpr std::size_t kTypes = 5;
constexpr int kDecided = 3;  // evidence enough for a word whose capital proves nothing

struct Candidate {
  std::uint32_t first = 0, last = 0;
  std::uint64_t key = 0, last_word = 0, first_word = 0;
  std::array<int, kTypes> votes{};
  Gender gender = Gender::unknown;
  bool weak = false, headline = false, single = false, article = false, known = false;
};

struct WordCount {
  std::uint32_t lower = 0, capital = 0;
};

struct NameReader {
  const StoryView& view;
  std::unordered_map<std::uint64_t, WordCount> word_counts;
  std::vector<Candidate> candidates;

  static int& vote(Candidate& c, MentionType type) {
    return c.votes[static_cast<std::size_t>(type)];
  }

  bool is(std::size_t i, C c) const {  // a word of the class, alone
    if (!view.has(i, c)) return false;
    for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[i].word)) {
      if (e.word_class == view.words.of(c) && e.words.size() == 1) return true;
    }
    return false;
  }
  bool capital(std::size_t i) const {
    if (i >= view.size()) return false;
    const Lexeme& lexeme = view.lexemes[i];
    return lexeme.kind == LexemeKind::word && lexeme.latin && lexeme.capital && !lexeme.inert &&
           !view.in_date[i] && !view.has(i, C::weekday);
  }
  bool common(std::size_t i) const { return is(i, C::not_name); }

  // A capital that the beginning of a sentence, a quotation or a bracket may explain.
  bool weak_place(std::size_t i, const Sentence& sentence) const {
    if (i == sentence.first) return true;
    const char32_t before = view.sign(i - 1);
    return view.is_quote_mark(i - 1) || before == U':' || before == U'(' || before == U'[' ||
           before == U'¿' || before == U'¡' || before == U'—' || before == U'–' || before == U'•' ||
           before == U'|' || (before == U'-' && view.lexemes[i].space_before) || before == U'‘' ||
           (before == U'\'' && view.lexemes[i - 1].space_before);
  }

  void count_words() {
    for (const Sentence& sentence : view.sentences) {
      for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
        const Lexeme& lexeme = view.lexemes[i];
        if (lexeme.kind != LexemeKind::word || !lexeme.latin) continue;
        if (lexeme.end - lexeme.start < 3 || view.has(i, C::not_name)) continue;
        if (!lexeme.capital && lexeme.word != 0) continue;  // common already
        if (lexeme.capital && (sentence.headline || weak_place(i, sentence))) continue;
        WordCount& count = word_counts[view.key(i, i + 1)];
        ++(lexeme.capital ? count.capital : count.lower);
      }
    }
  }
  WordCount counted(std::size_t i) const {
    const auto found = word_counts.find(view.key(i, i + 1));
    return found == word_counts.end() ? WordCount{} : found->second;
  }

  // "people 's": the owner is part of the name only of "the Seamen's Relief Society".
  bool plural_owner(std::size_t i) const {
    const auto word = view.letters(i);
    return view.has(i, C::person_noun) ||
           (word.size() > 3 && word.substr(word.size() - 3) == U"men");
  }

  // One past the last lexeme of the run of capitals that begins at i.
  std::size_t run_end(std::size_t i, const Sentence& sentence) const {
    const std::size_t limit = std::min<std::size_t>(sentence.last, i + kNameLexemesMax);
    bool head = false, linked = false;
    const auto note_head = [&](std::size_t k) {
      head = head || is(k, C::org_head) || is(k, C::work_head) || is(k, C::event_head) ||
             (is(k, C::org_noun)) || is(k, C::place_head);
    };
    note_head(i);
    std::size_t j = i + 1;
    while (j < limit) {
      if (view.lexemes[j].break_before) break;
      const char32_t sign = view.sign(j);
      if (sign != 0) {
        const bool next_word = j + 1 < limit && view.is_word(j + 1);
        if (sign == U'.' && view.glued(j)) {
          const auto word = view.letters(j - 1);
          const bool initial = word.size() == 1 && view.lexemes[j - 1].capital;
          const bool title = is(j - 1, C::honorific) && word.size() <= 5;
          if (!(initial || title) || !next_word) {
            if (initial && view.sign(j - 2) == U'.') {  // the point that ends "U.N."
              ++j;
              if (j < limit && capital(j) && !common(j)) continue;
            }
            break;
          }
          if (!capital(j + 1) || common(j + 1)) {
            if (initial) ++j;
            break;
          }
          j += 1;
          continue;
        }
        if (sign == U'-' && view.glued(j) && view.glued(j + 1) && capital(j + 2) && j + 2 < limit &&
            view.lexemes[j + 1].kind == LexemeKind::digits) {  // COVID-19 Relief Brenna
          j += 2;
          continue;
        }
        if ((sign == U'-' || sign == U'‐' || sign == U'–') && view.glued(j) && next_word &&
            view.glued(j + 1)) {
          const auto next = view.letters(j + 1);
          if (capital(j + 1) ||
              (next.size() <= 4 && view.lexemes[j + 1].word == 0 && next != U"led" &&
               next != U"run" && next != U"born" && next != U"era" && next != U"wide")) {
            j += 2;
            continue;
          }
          break;
        }
        if ((sign == U'\'' || sign == U'’' || sign == U'‘') && view.glued(j) && next_word &&
            view.glued(j + 1)) {
          const auto next = view.letters(j + 1);
          if (next == U"s") {
            if (plural_owner(j - 1) && capital(j + 2) && !common(j + 2)) {
              j += 2;
              continue;
            }
            break;
          }
          if (capital(j + 1) || view.letters(j - 1).size() <= 2) {
            j += 2;
            continue;
          }
          break;
        }
        if (sign == U'&' && capital(j + 1)) {
          ++j;
          continue;
        }
        break;
      }
      if (capital(j) && !common(j)) {
        note_head(j);
        ++j;
        continue;
      }
      if (!view.is_word(j)) break;
      // Small words inside a name.
      std::size_t length = 0;
      if (head && view.entry(j, C::org_link, length) != nullptr && capital(j + length) &&
          !common(j + length) && j + length < limit) {
        linked = true;
        note_head(j + length);
        j += length + 1;
        continue;
      }
      if (head && linked && is(j, C::name_and) && capital(j + 1) && !common(j + 1) &&
          !is(j + 1, C::org_head) && j + 1 < limit && !view.all_capitals(j + 1)) {
        j += 2;
        continue;
      }
      if (is(j, C::name_particle) && !view.lexemes[j].capital) {
        std::size_t k = j + 1;
        while (k < limit && k < j + 3 && is(k, C::name_particle) && !view.lexemes[k].capital) ++k;
        // In Spanish "de" links any two names: "Tierra Lumbre de 2015" has no capital after it.
        if (k < limit && capital(k) && !common(k) && !(!head && is(k, C::org_head))) {
          note_head(k);
          j = k + 1;
          continue;
        }
      }
      break;
    }
    return std::min(j, limit);
  }

  std::size_t demonym_length(std::size_t i) const {
    std::size_t length = 0;
    if (!view.lexemes[i].capital) return 0;
    return view.entry(i, C::demonym, length) != nullptr ? length : 0;
  }
  // "Orvellan villagers": a word in -an, -ish, -ese before a noun in lower case.
  bool adjective_shape(std::size_t i, std::size_t last) const {
    if (last != i + 1 || last >= view.size() || view.lexicon.language() != ReadLanguage::english)
      return false;
    const auto word = view.letters(i);
    const auto ends = [&](std::u32string_view tail) {
      return word.size() > tail.size() + 2 && word.substr(word.size() - tail.size()) == tail;
    };
    if (!ends(U"an") && !ends(U"ish") && !ends(U"ese")) return false;
    if (is_place_name(view.lexicon.language(), view.key(i, last))) return false;
    if (!view.is_word(last) || view.lexemes[last].capital || view.lexemes[last].break_before)
      return false;
    const auto next = view.letters(last);
    if (view.has(last, C::not_name) || view.has(last, C::speech_cue) || view.has(last, C::finite) ||
        view.has(last, C::speech_adverb) || view.has(last, C::relative) ||
        view.has(last, C::place_after) || is(last, C::name_and))
      return false;
    return !(next.size() > 3 && next.substr(next.size() - 2) == U"ed");
  }

  bool known_organisation(std::size_t first, std::size_t last) const {
    std::size_t length = 0;
    if (view.entry(first, C::org_known, length) == nullptr) return false;
    return first + length == last || (first + length + 1 == last && view.sign(last - 1) == U'.');
  }
  bool known_place(std::size_t first, std::size_t last) const {
    std::size_t length = 0;
    if (view.entry(first, C::place_known, length) != nullptr &&
        (first + length == last || (first + length + 1 == last && view.sign(last - 1) == U'.')))
      return true;
    return is_place_name(view.lexicon.language(), view.key(first, last));
  }

  void add(std::size_t first, std::size_t last, const Sentence& sentence, int person,
           Gender gender) {
    while (
        last > first && !view.is_word(last - 1) &&
        !(view.sign(last - 1) == U'.' && last - first >= 4 && view.letters(last - 2).size() == 1))
      --last;
    if (last <= first) return;
    Candidate c;
    c.first = static_cast<std::uint32_t>(first);
    c.last = static_cast<std::uint32_t>(last);
    c.key = view.key(first, last);
    c.first_word = view.key(first, first + 1);
    c.last_word = view.key(last - 1, last);
    c.gender = gender;
    c.headline = sentence.headline;
    c.single = last == first + 1;
    c.weak = weak_place(first, sentence) && person == 0;
    vote(c, MentionType::person) += person;
    judge_inside(c);
    judge_around(c, sentence);
    if (c.single && c.weak && !worth(c)) return;
    if (c.single && !c.known && common_noun(c)) return;
    candidates.push_back(c);
  }

  // "Comprehensive Report", "so he just Hit me": a capital without a reason.
  bool common_noun(const Candidate& c) const {
    if (c.article) return false;
    if (view.has(c.first, C::act) || is(c.first, C::work_noun) || is(c.first, C::role)) return true;
    return is(c.first, C::org_noun) && c.votes[static_cast<std::size_t>(MentionType::person)] <= 0;
  }

  // Whether a word at the beginning of a sentence is a name.
  bool worth(const Candidate& c) const {
    if (c.known) return true;
    const WordCount count = counted(c.first);
    if (count.capital > 0) return count.capital >= count.lower;
    if (count.lower > 0) return false;
    const auto word = view.letters(c.first);
    const std::uint64_t flags = view.words.flags(view.lexemes[c.first].word);
    if (view.lexemes[c.first].word != 0 && flags == 0) return false;
    if (is(c.first, C::person_noun) || is(c.first, C::org_noun) || is(c.first, C::work_noun) ||
        is(c.first, C::role) || is(c.first, C::speech_noun))
      return false;
    if (word.size() > 3 && word.back() == U's' && !view.all_capitals(c.first)) return false;
    return *std::max_element(c.votes.begin(), c.votes.end()) >= kDecided;
  }

  void judge_inside(Candidate& c) const {
    std::size_t words = 0;
    bool all_plain = true;
    for (std::size_t i = c.first; i < c.last; ++i) {
      if (!view.is_word(i)) continue;
      ++words;
      if (is(i, C::org_link) || is(i, C::name_and)) all_plain = false;
    }
    const std::size_t tail = c.last - 1;
    // The head: the last word before the first link, or the first word of all.
    std::size_t head = tail;
    for (std::size_t i = c.first + 1; i < c.last; ++i) {
      if (is(i, C::org_link) || (is(i, C::name_particle) && !view.lexemes[i].capital)) {
        head = i - 1;
        break;
      }
    }
    if (known_organisation(c.first, c.last)) {
      vote(c, MentionType::organisation) += 8;
      c.known = true;
    } else if (known_place(c.first, c.last)) {
      vote(c, MentionType::place) += words > 1 ? 6 : 4;
      c.known = true;
    }
    const bool several = words > 1;
    if (several && (is(head, C::org_head) || is(c.first, C::org_head)))
      vote(c, MentionType::organisation) += 6;
    else if (several && is(tail, C::org_head))
      vote(c, MentionType::organisation) += 5;
    if (!several && is(c.first, C::org_head)) vote(c, MentionType::organisation) += 3;
    if (several && is(head, C::work_head)) vote(c, MentionType::work) += 7;
    if (several && is(head, C::event_head)) vote(c, MentionType::event) += 7;
    if (several && (is(head, C::place_head) || is(c.first, C::place_head)))
      vote(c, MentionType::place) += 5;
    std::size_t length = 0;
    if (several && view.entry(c.first, C::place_first, length) != nullptr &&
        c.first + length < c.last)
      vote(c, MentionType::place) += 3;
    if (!several && view.all_capitals(c.first) && view.letters(c.first).size() <= 6 && !c.known)
      vote(c, MentionType::organisation) += 4;
    if (is(c.first, C::given_name)) vote(c, MentionType::person) += several ? 3 : 2;
    if (several && all_plain && words <= 4) vote(c, MentionType::person) += 2;
    for (std::size_t i = c.first; i < c.last; ++i) {
      if (several && i > c.first && i + 1 < c.last && is(i, C::org_head))
        vote(c, MentionType::organisation) += 3;
      if (view.sign(i) == U'.' && i > c.first && view.letters(i - 1).size() == 1 && words > 1 &&
          c.last - c.first > 3 && view.letters(tail).size() > 1 && view.is_word(tail))
        vote(c, MentionType::person) += 1;
    }
  }

  void judge_around(Candidate& c, const Sentence& sentence) const {
    std::size_t before = c.first, first = 0, length = 0;
    if (before > sentence.first &&
        (view.is_opening_mark(before - 1) || view.sign(before - 1) == U'('))
      --before;
    if (before > sentence.first && is(before - 1, C::name_article)) {
      c.article = true;
      vote(c, MentionType::organisation) += 2;
      vote(c, MentionType::person) -= 5;
      if (c.single) vote(c, MentionType::place) -= 2;
      --before;
    }
    if (before > sentence.first && view.ending(before, C::demonym, first) != nullptr) {
      before = first;
      if (before > sentence.first && !c.article && is(before - 1, C::name_article)) {
        c.article = true;
        vote(c, MentionType::organisation) += 2;
        vote(c, MentionType::person) -= 5;
      }
    }
    if (before > sentence.first) {
      if (view.ending(before, C::place_of, first) != nullptr) {
        vote(c, MentionType::place) += 6;
      } else if (view.ending(before, C::organisation_before, first) != nullptr) {
        vote(c, MentionType::organisation) += 5;
      } else if (is(before - 1, C::role) || is(before - 1, C::person_noun)) {
        vote(c, MentionType::person) += 4;
      } else if (!c.article && is(before - 1, C::place_before)) {
        vote(c, MentionType::place) += 4;
      } else if (is(before - 1, C::perhaps_place_before)) {
        vote(c, MentionType::place) += 1;
      }
    }
    const std::size_t after = c.last;
    if (after >= sentence.last) return;
    // "GENEVA, March 14 (Reuters) -": a dateline
    if (c.first == sentence.first && c.single && view.all_capitals(c.first) &&
        (view.sign(after) == U',' || view.sign(after) == U'(' || view.sign(after) == U'—' ||
         view.sign(after) == U'–' ||
         (view.sign(after) == U'-' && view.lexemes[after].space_before)))
      vote(c, MentionType::place) += 7;
    std::size_t next = after;
    if (view.is_quote_mark(next)) ++next;
    if (next < sentence.last && view.entry(next, C::place_after, length) != nullptr &&
        !view.lexemes[next].capital)
      vote(c, MentionType::place) += 5;
    std::size_t verb = next;
    while (verb < sentence.last && verb < next + 2 && view.has(verb, C::speech_adverb)) ++verb;
    if (view.has(verb, C::speech_cue) && !view.lexemes[verb].capital) {
      vote(c, MentionType::person) += 3;
      vote(c, MentionType::organisation) += 2;
    }
    if (is(next, C::relative) && view.letters(next) == U"who") vote(c, MentionType::person) += 3;
    if (view.sign(next) == U',') {
      if (next + 1 < sentence.last && view.lexemes[next + 1].kind == LexemeKind::digits &&
          view.lexemes[next + 1].digit_count <= 2 && view.sign(next + 2) == U',')
        vote(c, MentionType::person) += 4;
      if (view.has(next + 1, C::relative) && view.letters(next + 1) == U"who")
        vote(c, MentionType::person) += 3;
      // "Anselm Brook, a spokesman for ...": a role soon after the comma
      for (std::size_t i = next + 1; i < sentence.last && i < next + 7; ++i) {
        if (!view.is_word(i)) {
          if (view.sign(i) == U'\'' || view.sign(i) == U'’' || view.sign(i) == U'-') continue;
          break;
        }
        if (is(i, C::role) || (is(i, C::person_noun) && i <= next + 3)) {
          vote(c, MentionType::person) += 3;
          break;
        }
        if (view.has(i, C::finite) || view.has(i, C::speech_cue)) break;
      }
    }
    if (view.sign(next) == U'(' && next + 1 < sentence.last && view.is_word(next + 1) &&
        view.all_capitals(next + 1))
      vote(c, MentionType::organisation) += 3;
  }

  // [i, j): titles part a run; what stands before the last one is a name only if it is known.
  void take_run(std::size_t i, std::size_t j, const Sentence& sentence) {
    std::size_t length = 0;
    // An adjective of a country belongs to what follows only if that is an organisation.
    for (std::size_t demonym = demonym_length(i); demonym > 0; demonym = demonym_length(i)) {
      bool organisation = false;
      for (std::size_t k = i + demonym; k < j; ++k)
        organisation = organisation || is(k, C::org_head) || is(k, C::org_noun);
      if (organisation || i + demonym > j) break;
      i += demonym;
      if (i < j && view.sign(i) == U'-') ++i;
      if (i >= j) return;
      if (!view.is_word(i)) return;
    }
    if (i >= j) return;
    if (adjective_shape(i, j)) return;
    bool organisation = false, linked = false;
    for (std::size_t k = i; k < j; ++k) {
      linked = linked || is(k, C::org_link);
      organisation = organisation || (is(k, C::org_head) && (k + 1 == j || linked || k == i));
    }
    std::size_t title_end = 0, title_first = 0;
    bool honorific = false;
    Gender gender = Gender::unknown;
    if (!known_organisation(i, j) && !known_place(i, j)) {
      for (std::size_t k = i; k < j; ++k) {
        const LexiconEntry* e = view.entry(k, C::honorific, length);
        const bool is_role = e == nullptr && is(k, C::role);
        if (e == nullptr && !is_role) continue;
        if (organisation && k > i) break;
        if (e == nullptr) length = 1;
        if (k + length > j) break;
        honorific = e != nullptr;
        if (e != nullptr && !view.value(*e).empty())
          gender = view.value(*e) == "f" ? Gender::female : Gender::male;
        if (title_end == 0) title_first = k;
        title_end = k + length;
        while (title_end < j && view.sign(title_end) == U'.') ++title_end;
        k = title_end - 1;
      }
    }
    if (title_end > 0 && !(organisation && title_first == i && linked)) {
      // "UN Special Rapporteur": the longest known beginning
      for (std::size_t k = title_first; k > i; --k) {
        if (!view.is_word(k - 1)) continue;
        const bool head = is(k - 1, C::org_head) && k - i > 1;
        if (known_organisation(i, k) || known_place(i, k) || head ||
            (k == i + 1 && view.all_capitals(i) && view.letters(i).size() >= 2)) {
          add(i, k, sentence, 0, Gender::unknown);
          break;
        }
      }
      if (title_end < j && view.is_word(title_end)) {
        if (is(title_end, C::org_link) || is(title_end, C::name_particle)) {
          // "Minister of Health": a title alone
          return;
        }
        add(title_end, j, sentence, honorific ? 7 : 5, gender);
      }
      return;
    }
    // "spokeswoman Lucy Reed of Amnesty": no link without a head is joined, see run_end().
    add(i, j, sentence, 0, gender);
  }

  // A title in quotation marks ("titled "No Road Home""), a region that is called so ("the "red
  // zone""). The closing mark; `at` if there is none.
  std::size_t take_quoted(std::size_t at, const Sentence& sentence) {
    std::size_t end = at + 1, words = 0, capitals = 0, first = 0;
    while (end < sentence.last && end < at + kNameLexemesMax && !view.is_quote_mark(end) &&
           view.sign(end) != U'\'' && view.sign(end) != U'’' && view.sign(end) != U'》') {
      if (view.is_word(end)) {
        ++words;
        capitals += view.lexemes[end].capital;
      } else if (view.sign(end) != U'-' && view.sign(end) != U',' && view.sign(end) != U':') {
        return at;
      }
      ++end;
    }
    if (words == 0 || end >= sentence.last || view.is_word(end)) return at;
    std::size_t last = end;
    while (last > at + 1 && !view.is_word(last - 1)) --last;
    if (last <= at + 1) return at;
    Candidate c;
    c.first = static_cast<std::uint32_t>(at + 1);
    c.last = static_cast<std::uint32_t>(last);
    c.known = true;
    const bool title_case = capitals * 2 >= words && words > 1;
    if (words > 1 && words <= 3 && is(last - 1, C::place_head)) {
      vote(c, MentionType::place) += 6;
    } else if (title_case &&
               (view.ending(at, C::quoted_title, first) != nullptr ||
                (at > sentence.first && (is(at - 1, C::work_noun) || is(at - 1, C::work_head))))) {
      vote(c, MentionType::work) += 9;
    } else {
      return at;
    }
    c.key = view.key(c.first, c.last);
    c.first_word = c.last_word = c.key;
    candidates.push_back(c);
    return end;
  }

  void collect() {
    for (const Sentence& sentence : view.sentences) {
      for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        if (view.is_opening_mark(i) || (view.sign(i) == U'\'' && !view.glued(i))) {
          const std::size_t end = take_quoted(i, sentence);
          i = end > i ? end : i;
          continue;
        }
        if (!capital(i)) continue;
        if (common(i)) {
          // "The Telegraph" inside a sentence: the article is part of the name
          const bool article = is(i, C::name_article) && !weak_place(i, sentence) &&
                               capital(i + 1) && !common(i + 1) && !sentence.headline;
          if (!article) continue;
          const std::size_t j = run_end(i + 1, sentence);
          const std::size_t before = candidates.size();
          take_run(i + 1, j, sentence);
          if (candidates.size() == before + 1 && candidates.back().first == i + 1) {
            candidates.back().first = static_cast<std::uint32_t>(i);
          }
          i = j - 1;
          continue;
        }
        std::size_t first = i;
        const std::size_t j = run_end(i, sentence);
        // A first word that is elsewhere written small has its capital from the sentence.
        if (j > first + 1 && weak_place(first, sentence) && view.is_word(first + 1) &&
            view.lexemes[first].word != 0 && view.words.flags(view.lexemes[first].word) == 0 &&
            demonym_length(first) == 0 && counted(first).capital == 0 && capital(first + 1)) {
          ++first;
        }
        take_run(first, j, sentence);
        i = j - 1;
      }
    }
  }

  std::vector<Actor> run() {
    count_words();
    collect();
    // Votes of all places of one name, and the longer names that a word alone may stand for.
    std::unordered_map<std::uint64_t, std::array<int, kTypes>> totals;
    std::unordered_map<std::uint64_t, std::uint64_t> longer;  // word -> key of a person's name
    std::unordered_map<std::uint64_t, bool> outside_headlines;
    for (const Candidate& c : candidates) {
      auto& total = totals[c.key];
      for (std::size_t t = 0; t < kTypes; ++t) total[t] += c.votes[t];
      outside_headlines[c.key] = outside_headlines[c.key] || !c.headline;
    }
    const auto best = [&](std::uint64_t key) {
      const auto& total = totals[key];
      return static_cast<std::size_t>(std::max_element(total.begin(), total.end()) - total.begin());
    };
    for (const Candidate& c : candidates) {
      if (c.single || best(c.key) != static_cast<std::size_t>(MentionType::person)) continue;
      longer.emplace(c.last_word, c.key);
      longer.emplace(c.first_word, c.key);
    }
    std::vector<Actor> out;
    out.reserve(candidates.size());
    for (const Candidate& c : candidates) {
      if (c.headline && !c.known && !outside_headlines[c.key]) continue;
      Actor actor;
      actor.first = c.first;
      actor.last = c.last;
      actor.head = c.last - 1;
      actor.span = view.span(c.first, c.last);
      actor.key = c.key;
      actor.gender = c.gender;
      actor.reported = true;
      actor.type = static_cast<MentionType>(best(c.key));
      const auto& total = totals[c.key];
      if (c.single && !c.known && longer.count(c.key) > 0) {
        actor.type = MentionType::person;
      } else if (*std::max_element(total.begin(), total.end()) <= 0) {
        actor.type = c.article ? MentionType::organisation : MentionType::person;
      }
      out.push_back(actor);
    }
    return out;
  }
};

}  // namespace

std::vector<Actor> latin_names(const StoryView& view) { return NameReader{view, {}, {}}.run(); }

}  // namespace hearim
