#include "convert/jailed/page_line.h"

#include "convert/code_points.h"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

namespace hearim {
namespace {

bool is_right_to_left(char32_t code) {
  const UCharDirection direction = u_charDirection(static_cast<UChar32>(code));
  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

struct CloseBidi {
  void operator()(UBiDi* bidi) const { ubidi_close(bidi); }
};

}  // namespace

void put_into_logical_order(PageLine& line) {
  std::vector<PageCharacter>& characters = line.characters;
  std::size_t right_to_left = 0, left_to_right = 0;
  for (const PageCharacter& c : characters) {
    right_to_left += is_right_to_left(c.code) ? 1 : 0;
    left_to_right += u_charDirection(static_cast<UChar32>(c.code)) == U_LEFT_TO_RIGHT ? 1 : 0;
  }
  if (right_to_left == 0 || line.vertical) return;
  std::stable_sort(characters.begin(), characters.end(),
                   [](const PageCharacter& a, const PageCharacter& b) {
                     return a.box.left + a.box.right < b.box.left + b.box.right;
                   });
  std::vector<UChar> units;
  std::vector<std::size_t> character_of;  // of each unit
  for (std::size_t i = 0; i < characters.size(); ++i) {
    std::array<UChar, 2> pair;
    std::size_t size = 0;
    U16_APPEND_UNSAFE(pair.data(), size, characters[i].code);
    units.insert(units.end(), pair.begin(), pair.begin() + size);
    character_of.insert(character_of.end(), size, i);
  }
  const std::unique_ptr<UBiDi, CloseBidi> bidi(ubidi_open());
  if (!bidi) return;
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setReorderingMode(bidi.get(), UBIDI_REORDER_INVERSE_LIKE_DIRECT);
  ubidi_setPara(bidi.get(), units.data(), static_cast<std::int32_t>(units.size()),
                right_to_left >= left_to_right ? UBIDI_RTL : UBIDI_LTR, nullptr, &status);
  // In this mode "visual to logical" of the input, which is visual, is the order of reading.
  std::vector<std::int32_t> order(units.size());
  ubidi_getVisualMap(bidi.get(), order.data(), &status);
  if (U_FAILURE(status)) return;
  std::vector<PageCharacter> ordered;
  std::vector<bool> taken(characters.size(), false);
  for (const std::int32_t at : order) {
    if (at < 0 || static_cast<std::size_t>(at) >= units.size()) return;
    const std::size_t i = character_of[static_cast<std::size_t>(at)];
    if (!taken[i]) ordered.push_back(characters[i]);
    taken[i] = true;
  }
  if (ordered.size() == characters.size()) characters = std::move(ordered);
}

std::string running_form(const PageLine& line) {
  std::string form;
  for (const PageCharacter& c : line.characters) {
    if (u_isdigit(static_cast<UChar32>(c.code))) {
      if (!form.ends_with('#')) form += '#';
      continue;
    }
    append_code_point(c.code, form);
  }
  return form;
}

}  // namespace hearim
