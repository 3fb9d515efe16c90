// Two names are one entity if their types are equal and one of these holds:
//
//   person        both have two words or more and align word by word, each word the same or a
//                 spelling of the other (Sofia Evangelou, Sofia Evanglu); across scripts by
//                 src/text (김민지, Kim Min-ji). A surname alone joins only the one person of its
//                 own document who bears it, or of a document that names an organisation in common.
//   organisation, the same words in any order, kind words (centre, institute) aside, unless both
//   have work, event   kind words and they differ: "North Korean Human Rights Database" and
//   "Database
//                 Centre for North Korean Human Rights"; or an acronym, declared ("... (NKDB)") or
//                 the initials of exactly one name, three letters or more
//   place         the same name, folded; a country in any of six languages (CLDR); another script's
//                 spelling of it
//
// Rejected as weak: a shared given name, a shared role, a shared word of an organisation, a surname
// that two people bear. What is not joined can be joined by a person; what is joined wrongly makes
// two sources one.
#include "read/claim_entities.h"

#include <unicode/locid.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "read/concepts.h"
#include "text/letter_folding.h"
#include "text/name_forms.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

// What an organisation is: tells nothing of which one it is, but two that differ are two.
constexpr std::array<std::string_view, 33> kKindWords = {
    "centre",     "center",     "association",  "organisation", "organization", "foundation",
    "institute",  "committee",  "society",      "group",        "network",      "agency",
    "office",     "council",    "commission",   "ministry",     "department",   "union",
    "centro",     "asociacion", "organizacion", "fundacion",    "instituto",    "comite",
    "sociedad",   "grupo",      "red",          "oficina",      "consejo",      "comision",
    "ministerio", "project",    "initiative"};

std::string ascii_of(std::u32string_view folded) {
  std::string out;
  for (const char32_t c : folded) append_utf8(c, out);
  return out;
}

struct Form {
  std::string text;
  std::string folded;                // without spaces at the ends
  std::vector<std::string> content;  // words, sorted, kind and function words aside
  std::vector<std::string> kinds;    // sorted
  std::string initials;              // of all words but function words
  bool acronym = false;              // two to six capitals
  NameForms name;                    // of people and places
  std::vector<const NameToken*> name_tokens() const {
    std::vector<const NameToken*> out;
    for (const NameToken& token : name.tokens)
      if (token.role == NameTokenRole::name) out.push_back(&token);
    return out;
  }
};

std::string canonical_kind(std::string word) {
  if (word == "center") return "centre";
  if (word == "organization" || word == "association") return "organisation";
  return word;
}

Form form_of(const std::string& text, MentionType type) {
  Form form;
  form.text = text;
  const std::u32string folded = fold_letters(text);
  form.folded = ascii_of(folded);
  const std::u32string decoded = decode_text(text);
  std::size_t capitals = 0, letters = 0;
  for (const char32_t c : decoded) {
    if (c == U'.' || c == U' ') continue;
    ++letters;
    if (c >= U'A' && c <= U'Z') ++capitals;
  }
  form.acronym = letters >= 2 && letters <= 6 && capitals == letters &&
                 decoded.find(U' ') == std::u32string::npos;
  for (const ContentWord& word :
       content_words(decoded, {0, static_cast<std::uint32_t>(decoded.size())})) {
    if (word.key == 0) continue;
    const std::u32string_view letters_of =
        std::u32string_view(decoded).substr(word.span.start, word.span.end - word.span.start);
    std::string key = ascii_of(fold_letters(to_utf8(letters_of)));
    if (key.empty()) continue;
    form.initials += key[0];
    if (key.size() > 3 && key.ends_with("s") && !key.ends_with("ss")) key.pop_back();
    if (std::find(kKindWords.begin(), kKindWords.end(), key) != kKindWords.end())
      form.kinds.push_back(canonical_kind(key));
    else
      form.content.push_back(std::move(key));
  }
  std::sort(form.content.begin(), form.content.end());
  form.content.erase(std::unique(form.content.begin(), form.content.end()), form.content.end());
  std::sort(form.kinds.begin(), form.kinds.end());
  if (type == MentionType::person || type == MentionType::place) form.name = name_forms(text);
  return form;
}

std::string acronym_key(const Form& form) {
  std::string key;
  for (const char c : form.folded)
    if (c != '.' && c != ' ') key += c;
  return key;
}

bool same_latin_word(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a.empty() || b.empty() || a[0] != b[0]) return false;
  const std::size_t shorter = std::min(a.size(), b.size());
  const int allowed = shorter >= 7 ? 2 : shorter >= 5 ? 1 : 0;
  return allowed > 0 && edit_distance(a, b, allowed) <= allowed;
}

constexpr double kSameAcrossScripts = 0.92;

bool same_name_word(const NameToken& a, const NameToken& b) {
  if (a.script == NameScript::latin && b.script == NameScript::latin)
    return same_latin_word(ascii_of(decode_text(a.folded)), ascii_of(decode_text(b.folded)));
  if (a.script == b.script) return a.folded == b.folded;
  return token_similarity(a, b) >= kSameAcrossScripts;
}

bool same_person(const Form& a, const Form& b) {
  const auto x = a.name_tokens(), y = b.name_tokens();
  if (x.size() < 2 || y.size() < 2) return !x.empty() && a.folded == b.folded && x.size() > 1;
  const bool one_script = x[0]->script == y[0]->script;
  const NameAlignment aligned = align_names(a.name, b.name);
  if (!one_script) return aligned.similarity >= kSameAcrossScripts;
  const auto& fewer = x.size() <= y.size() ? x : y;
  const auto& more = x.size() <= y.size() ? y : x;
  std::vector<bool> used(more.size());
  std::size_t exact = 0;
  for (const NameToken* token : fewer) {
    bool found = false;
    for (std::size_t i = 0; i < more.size() && !found; ++i) {
      if (used[i] || !same_name_word(*token, *more[i])) continue;
      used[i] = found = true;
      exact += token->folded == more[i]->folded;
    }
    if (!found) return aligned.similarity >= 0.999;  // Minji, Min Ji
  }
  return exact > 0 && (x.size() == y.size() || fewer.size() >= 2);
}

// CLDR's names of countries, folded -> ISO code.
const std::unordered_map<std::string, std::string>& countries() {
  static const auto made = [] {
    std::unordered_map<std::string, std::string> map;
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      for (const char* language : {"en", "es", "fr", "ar", "zh", "zh_TW", "ko"}) {
        icu::UnicodeString name;
        icu::Locale("", *code).getDisplayCountry(icu::Locale(language), name);
        std::string utf8;
        name.toUTF8String(utf8);
        map.emplace(ascii_of(fold_letters(utf8)), *code);
      }
    }
    for (const auto& [name, code] : {std::pair{"북한", "KP"},
                                     {"朝鲜", "KP"},
                                     {"北韩", "KP"},
                                     {"朝鮮", "KP"},
                                     {"한국", "KR"},
                                     {"韩国", "KR"},
                                     {"corea del norte", "KP"},
                                     {"north korea", "KP"},
                                     {"south korea", "KR"},
                                     {"u.s.", "US"},
                                     {"us", "US"},
                                     {"usa", "US"},
                                     {"uk", "GB"},
                                     {"britain", "GB"},
                                     {"미국", "US"},
                                     {"美国", "US"}})
      map[ascii_of(fold_letters(name))] = code;
    return map;
  }();
  return made;
}

bool same_place(const Form& a, const Form& b) {
  if (a.folded == b.folded) return true;
  const auto x = countries().find(a.folded), y = countries().find(b.folded);
  if (x != countries().end() || y != countries().end())
    return x != countries().end() && y != countries().end() && x->second == y->second;
  if (!a.content.empty() && a.content == b.content) return true;
  const auto s = a.name_tokens(), t = b.name_tokens();
  if (s.size() != 1 || t.size() != 1 || s[0]->script == t[0]->script) return false;
  return token_similarity(*s[0], *t[0]) >= 0.97;
}

bool same_organisation(const Form& a, const Form& b) {
  if (a.folded == b.folded) return true;
  if (a.content.empty() || b.content.empty()) return false;
  if (!a.kinds.empty() && !b.kinds.empty() && a.kinds != b.kinds) return false;
  if (a.content == b.content) return true;
  std::vector<std::string> shared;
  std::set_intersection(a.content.begin(), a.content.end(), b.content.begin(), b.content.end(),
                        std::back_inserter(shared));
  const std::size_t all = a.content.size() + b.content.size() - shared.size();
  return shared.size() >= 4 && 5 * shared.size() >= 4 * all;
}

// One document's mentions of one thing.
struct Local {
  std::uint32_t document = 0;
  MentionType type = MentionType::person;
  std::vector<Form> forms;  // distinct names
  std::string listed;       // its name in the user's list; empty if it stands in none
  std::vector<AnnotationRef> mentions;
};

class Joiner {
 public:
  explicit Joiner(std::vector<Local>& locals) : locals_(locals), parent_(locals.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  int find(int i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(int a, int b) {
    a = find(a), b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

  // Candidates share a key: a word's skeleton, a content word, an acronym, a country.
  void join_alike(const Run& run) {
    std::map<std::string, std::vector<int>> by_key;
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i)
      for (const std::string& key : keys_of(locals_[i])) by_key[key].push_back(i);
    for (const auto& [key, members] : by_key) {
      run.stop_if_cancelled();
      // A key that thousands share is met against its nearest neighbours only.
      constexpr std::size_t kReach = 400;
      for (std::size_t a = 0; a < members.size(); ++a)
        for (std::size_t b = a + 1; b < std::min(members.size(), a + kReach); ++b)
          if (find(members[a]) != find(members[b]) &&
              alike(locals_[members[a]], locals_[members[b]]))
            join(members[a], members[b]);
    }
  }

  // "Evanglu" in a document that names one Sofia Evangelou.
  void join_lone_surnames() {
    std::map<std::uint32_t, std::vector<int>> in_document;
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i)
      in_document[locals_[i].document].push_back(i);
    std::map<std::uint32_t, std::set<int>> organisations;
    for (const auto& [document, members] : in_document)
      for (const int i : members)
        if (locals_[i].type == MentionType::organisation || locals_[i].type == MentionType::work)
          organisations[document].insert(find(i));
    // Who may bear a surname: by the beginnings and skeletons of first and last words.
    std::map<std::string, std::vector<int>> bearers;
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i) {
      if (locals_[i].type != MentionType::person) continue;
      std::set<std::string> keys;
      for (const Form& form : locals_[i].forms) {
        const auto tokens = form.name_tokens();
        if (tokens.size() < 2) continue;
        for (const NameToken* token : {tokens.front(), tokens.back()})
          keys.merge(word_keys(*token));
      }
      for (const std::string& key : keys) bearers[key].push_back(i);
    }
    std::vector<std::pair<int, int>> joins;
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i) {
      const NameToken* surname = lone_surname(locals_[i]);
      if (surname == nullptr) continue;
      std::set<int> here, elsewhere;
      std::set<int> candidates;
      for (const std::string& key : word_keys(*surname))
        if (const auto at = bearers.find(key); at != bearers.end())
          candidates.insert(at->second.begin(), at->second.end());
      for (const int j : candidates) {
        if (!bears(locals_[j], *surname)) continue;
        if (locals_[j].document == locals_[i].document) {
          here.insert(find(j));
        } else {
          const auto& mine = organisations[locals_[i].document];
          const auto& theirs = organisations[locals_[j].document];
          const bool related =
              std::any_of(mine.begin(), mine.end(), [&](int o) { return theirs.contains(o); });
          if (related) elsewhere.insert(find(j));
        }
      }
      if (here.size() == 1)
        joins.emplace_back(*here.begin(), i);
      else if (here.empty() && elsewhere.size() == 1)
        joins.emplace_back(*elsewhere.begin(), i);
    }
    for (const auto& [a, b] : joins) join(a, b);
  }

  // An acronym that is the initials of exactly one name.
  void join_acronyms() {
    std::map<std::string, std::set<int>> by_initials;
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i) {
      if (locals_[i].type != MentionType::organisation) continue;
      for (const Form& form : locals_[i].forms)
        if (!form.acronym && form.initials.size() >= 3) by_initials[form.initials].insert(find(i));
    }
    for (int i = 0; i < static_cast<int>(locals_.size()); ++i) {
      if (locals_[i].type != MentionType::organisation) continue;
      for (const Form& form : locals_[i].forms) {
        if (!form.acronym) continue;
        const auto it = by_initials.find(acronym_key(form));
        if (it == by_initials.end()) continue;
        std::set<int> roots;
        for (const int root : it->second) roots.insert(find(root));
        if (roots.size() == 1) join(*roots.begin(), i);
      }
    }
  }

 private:
  // Two words that same_name_word() takes for one share a key.
  static std::set<std::string> word_keys(const NameToken& token) {
    std::set<std::string> keys(token.skeletons.begin(), token.skeletons.end());
    if (token.script == NameScript::latin)
      keys.insert("^" + token.folded.substr(0, 1));
    else
      keys.insert("=" + token.folded);
    return keys;
  }

  static const NameToken* lone_surname(const Local& local) {
    if (local.type != MentionType::person) return nullptr;
    const NameToken* lone = nullptr;
    for (const Form& form : local.forms) {
      const auto tokens = form.name_tokens();
      if (tokens.size() != 1) return nullptr;
      lone = tokens[0];
    }
    // The pointer is into the local's own form, which outlives the search.
    return lone;
  }

  static bool bears(const Local& local, const NameToken& surname) {
    if (local.type != MentionType::person) return false;
    for (const Form& form : local.forms) {
      const auto tokens = form.name_tokens();
      if (tokens.size() < 2) continue;
      // The last word, or in Korean and Chinese order the first.
      if (same_name_word(*tokens.back(), surname)) return true;
      if (tokens.front()->script != NameScript::latin && same_name_word(*tokens.front(), surname))
        return true;
    }
    return false;
  }

  static std::set<std::string> keys_of(const Local& local) {
    std::set<std::string> keys;
    const std::string type = std::to_string(static_cast<int>(local.type)) + ":";
    if (!local.listed.empty()) keys.insert(type + "!" + local.listed);
    for (const Form& form : local.forms) {
      keys.insert(type + form.folded);
      for (const std::string& word : form.content) keys.insert(type + word);
      for (const NameToken& token : form.name.tokens) {
        for (const std::string& skeleton : token.skeletons) keys.insert(type + "~" + skeleton);
        if (token.script == NameScript::latin && token.folded.size() >= 5)
          keys.insert(type + "^" + token.folded.substr(0, 4));
      }
      if (const auto it = countries().find(form.folded); it != countries().end())
        keys.insert(type + "=" + it->second);
      if (form.acronym) keys.insert(type + "." + acronym_key(form));
    }
    return keys;
  }

  static bool alike(const Local& a, const Local& b) {
    if (a.type != b.type) return false;
    // What the user lists is one or two as the list says.
    if (!a.listed.empty() && !b.listed.empty()) return a.listed == b.listed;
    for (const Form& x : a.forms)
      for (const Form& y : b.forms) {
        const bool same = a.type == MentionType::person  ? same_person(x, y)
                          : a.type == MentionType::place ? same_place(x, y)
                                                         : same_organisation(x, y);
        if (same || (x.acronym && y.acronym && acronym_key(x) == acronym_key(y))) return true;
      }
    return false;
  }

  std::vector<Local>& locals_;
  std::vector<int> parent_;
};

// "Name (ABC)": the second mention stands in brackets right behind the first.
bool declares_alias(std::u32string_view text, const Mention& first, const Mention& second) {
  if (first.type != second.type || second.span.start < first.span.end ||
      second.span.start - first.span.end > 3)
    return false;
  const std::u32string_view between =
      text.substr(first.span.end, second.span.start - first.span.end);
  return between.find_first_of(U"(（") != std::u32string_view::npos &&
         between.find_first_not_of(U" (（\"“”") == std::u32string_view::npos;
}

std::vector<Local> locals_of(std::span<const ClaimDocument> documents) {
  std::vector<Local> locals;
  for (std::uint32_t d = 0; d < documents.size(); ++d) {
    const ClaimDocument& document = documents[d];
    std::map<std::string, std::size_t> place;
    const Mention* previous = nullptr;
    std::string previous_key;
    for (const Mention& mention : document.reading->mentions) {
      const std::string words =
          to_utf8(document.text.substr(mention.span.start, mention.span.end - mention.span.start));
      std::string key = !mention.entity.empty() ? "e" + mention.entity
                        : mention.named
                            ? "n" + std::to_string(static_cast<int>(mention.type)) + words
                            : "m" + mention.id;
      if (previous != nullptr && mention.named && previous->named &&
          declares_alias(document.text, *previous, mention) && !place.contains(key))
        key = previous_key;
      const auto [it, added] = place.emplace(key, locals.size());
      if (added) locals.push_back({d, mention.type, {}, {}, {}});
      Local& local = locals[it->second];
      if (local.listed.empty()) local.listed = mention.listed;
      local.mentions.push_back({d, mention.id});
      if (mention.named) {
        const bool known = std::any_of(local.forms.begin(), local.forms.end(),
                                       [&](const Form& form) { return form.text == words; });
        if (!known) local.forms.push_back(form_of(words, local.type));
      }
      previous = &mention;
      previous_key = key;
    }
  }
  std::erase_if(locals, [](const Local& local) { return local.forms.empty(); });
  return locals;
}

// The user's name for it; else the one that most documents print, of those the fullest.
void name_entities(const std::vector<Local>& locals, const std::vector<int>& entity_of,
                   std::vector<ClaimEntity>& entities) {
  std::vector<std::map<std::string, std::size_t>> documents(entities.size());
  for (std::size_t i = 0; i < locals.size(); ++i) {
    const auto entity = static_cast<std::size_t>(entity_of[i]);
    for (const Form& form : locals[i].forms) ++documents[entity][form.text];
    if (!locals[i].listed.empty() && entities[entity].name.empty())
      entities[entity].name = locals[i].listed;
  }
  for (std::size_t e = 0; e < entities.size(); ++e) {
    if (!entities[e].name.empty()) continue;
    const auto rank = [&](const std::string& name) {
      return std::pair{documents[e][name], decode_text(std::string_view(name)).size()};
    };
    entities[e].name = *std::max_element(
        entities[e].names.begin(), entities[e].names.end(),
        [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  }
}

}  // namespace

ClaimEntities::ClaimEntities(std::span<const ClaimDocument> documents, const Run& run)
    : of_mention_(documents.size()), words_(documents.size()), named_(documents.size()) {
  std::vector<Local> locals = locals_of(documents);
  Joiner joiner(locals);
  joiner.join_alike(run);
  joiner.join_acronyms();
  joiner.join_lone_surnames();
  std::map<int, int> index_of_root;
  std::vector<int> index_of_local;
  for (int i = 0; i < static_cast<int>(locals.size()); ++i) {
    const auto [it, added] =
        index_of_root.emplace(joiner.find(i), static_cast<int>(entities_.size()));
    if (added) {
      entities_.push_back({"e" + std::to_string(entities_.size() + 1), locals[i].type, {}, {}, {}});
    }
    index_of_local.push_back(it->second);
    ClaimEntity& entity = entities_[static_cast<std::size_t>(it->second)];
    for (const Form& form : locals[i].forms)
      if (std::find(entity.names.begin(), entity.names.end(), form.text) == entity.names.end())
        entity.names.push_back(form.text);
    for (const AnnotationRef& at : locals[i].mentions) {
      entity.mentions.push_back(at);
      of_mention_[at.document][at.annotation] = it->second;
    }
    named_[locals[i].document].push_back(it->second);
  }
  name_entities(locals, index_of_local, entities_);
  for (auto& list : named_) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  for (std::uint32_t d = 0; d < documents.size(); ++d)
    for (const Mention& mention : documents[d].reading->mentions)
      words_[d][mention.id] = to_utf8(
          documents[d].text.substr(mention.span.start, mention.span.end - mention.span.start));
}

int ClaimEntities::of(std::uint32_t document, const std::string& mention) const {
  const auto it = of_mention_[document].find(mention);
  return it == of_mention_[document].end() ? -1 : it->second;
}

std::string ClaimEntities::words(std::uint32_t document, const std::string& mention) const {
  const auto it = words_[document].find(mention);
  return it == words_[document].end() ? std::string() : it->second;
}

}  // namespace hearim
