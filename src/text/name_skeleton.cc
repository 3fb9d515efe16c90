#include "text/name_skeleton.h"

#include <algorithm>

namespace hearim {
namespace {

// Which reading of the letters with two.
enum class Custom : std::uint8_t { general, other };

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

std::string skeleton(std::string_view latin, Custom custom) {
  std::string key;
  const auto at = [&](size_t i) { return i < latin.size() ? latin[i] : '\0'; };
  const auto add = [&](char c) {
    if (key.empty() || key.back() != c) key += c;
  };
  for (size_t i = 0; i < latin.size(); ++i) {
    const char c = latin[i], next = at(i + 1);
    const bool first = key.empty() && i == 0;
    switch (c) {
      case 'b':
        add('p');
        break;
      case 'p':
        if (next == 'h') {
          add('f');
          ++i;
        } else {
          add('p');
        }
        break;
      case 'f':
      case 'v':
        add('f');
        break;
      case 'w':
        if (custom == Custom::other) {
          add('f');
        } else if (first) {
          add('a');
        }
        break;
      case 'd':
        if (next == 'j' || next == 'z') {
          add('s');
          ++i;
        } else {
          add('t');
        }
        break;
      case 't':
        if (next == 's' || next == 'z' || (next == 'c' && at(i + 2) == 'h'))
          break;  // the next letter says it
        add('t');
        break;
      case 'k':
      case 'g':
        add('k');
        break;
      case 'q':
        add(custom == Custom::other && (next == 'i' || next == 'u') ? 's' : 'k');
        if (next == 'u' && is_vowel(at(i + 2))) ++i;
        break;
      case 'c':
        if (next == 'h' || next == 'e' || next == 'i' || next == 'y' || next == 'z') {
          add('s');
        } else {
          add('k');
        }
        break;
      case 'x':
        if (!first && !key.empty() && custom == Custom::general) add('k');
        add('s');
        break;
      case 's':
      case 'z':
        add('s');
        break;
      case 'j':
        if (custom == Custom::general) {
          add('s');
        } else if (first) {
          add('a');
        }
        break;
      case 'l':
        add('l');
        break;
      case 'r':
        add('r');
        break;
      case 'm':
        add('m');
        break;
      case 'n':
        add('n');
        if (next == 'g' && !is_vowel(at(i + 2))) ++i;
        break;
      case 'h':
        if (first) add('h');
        break;
      default:
        if (first) add('a');
        break;
    }
  }
  if (key.empty()) key.push_back('a');
  return key;
}

}  // namespace

std::vector<std::string> name_skeletons(std::string_view latin) {
  std::vector<std::string> keys;
  if (latin.empty()) return keys;
  keys.push_back(skeleton(latin, Custom::general));
  if (latin.find_first_of("wqxj") != std::string_view::npos) {
    std::string other = skeleton(latin, Custom::other);
    if (other != keys[0]) keys.push_back(std::move(other));
  }
  return keys;
}

}  // namespace hearim
