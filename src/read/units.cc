#include "read/units.h"

#include <cstdlib>

namespace hearim {
namespace {

// "USD 0.01" is a unit with the factor of its figure: cents.
std::string strip_factor(const std::string& unit, double& factor) {
  const auto space = unit.rfind(' ');
  if (space == std::string::npos || unit.size() < 5) return unit;
  const std::string tail = unit.substr(space + 1);
  if (unit.rfind("XXX", 0) == 0) return "XXX";
  char* end = nullptr;
  const double by = std::strtod(tail.c_str(), &end);
  if (end == nullptr || *end != 0) return unit;
  factor = by;
  return unit.substr(0, space);
}

}  // namespace

Unit unit_after(const QuantityView& view, std::size_t at) {
  Unit out;
  std::size_t length = 0;
  std::size_t from = at;
  if (view.is(at, U'-') && view.glued(at) && view.glued(at + 1) &&
      (view.has(at + 1, view.classes.unit) || view.has(at + 1, view.classes.currency)))
    from = at + 1;
  const auto take = [&](const LexiconEntry* e) {
    if (e == nullptr || from + length <= out.last) return false;
    out = Unit{};
    out.last = from + length;
    out.name = view.value(e);
    out.text_first = from;
    return true;
  };
  take(view.entry(from, view.classes.unit, length));
  if (out.last == 0 && from == at && at + 2 < view.lexemes.size() &&
      (view.is(at, U'(') || view.is(at, U'[') || view.is(at, U'{'))) {
    // 20 (kg)
    if (const LexiconEntry* e = view.entry(at + 1, view.classes.unit, length);
        e != nullptr && length == 1 &&
        (view.is(at + 2, U')') || view.is(at + 2, U']') || view.is(at + 2, U'}'))) {
      out.last = at + 3;
      out.name = view.value(e);
      out.text_first = at + 1;
    }
  }
  if (take(view.entry(from, view.classes.percent, length))) {
    out.tenth = out.name == "tenth";
    out.discount = out.name == "discount";
    if (out.tenth || out.discount) out.name = "percent";
  }
  if (take(view.entry(from, view.classes.currency, length))) {
    out.money = true;
    out.name = strip_factor(out.name, out.factor);
    // "75 USD million"
    if (const LexiconEntry* scale = view.entry(out.last, view.classes.scale, length);
        scale != nullptr && !view.syllabic()) {
      out.factor *= scale->number;
      out.last += length;
    }
  }
  const std::size_t hyphen = from;
  from = at;
  if (take(view.entry(from, view.classes.age_after, length))) out.age = true;
  from = hyphen;
  if (out.last == 0) {
    if (const LexiconEntry* e = view.entry(from, view.classes.measure, length)) {
      out.last = from + length;
      out.name = "";
      out.measure = true;
      out.person = view.value(e) == "person";
      out.text_first = from;
    }
  }
  return out;
}

}  // namespace hearim
