// Any bytes at all as a text, in the language that its first byte says: what is found lies in the
// text, in its order, and no value's ends are crossed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "hearim/read.h"

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto language = static_cast<hearim::ReadLanguage>(data[0] % 6);
  const auto text = hearim::decode_text(bytes);
  require(text.size() <= bytes.size(), "no more code points than bytes");
  const hearim::Reading reading = hearim::read_text(
      text, {.language = language, .document_date = hearim::CalendarDay{2024, 2, 29}});
  std::uint32_t last = 0;
  for (const hearim::Quantity& q : reading.quantities) {
    require(last <= q.span.start && q.span.start < q.span.end && q.span.end <= text.size(),
            "quantities in the text and its order");
    last = q.span.start;
    require(q.value.low || q.value.high, "a quantity has a value");
    require(!q.value.low || !q.value.high || *q.value.low <= *q.value.high, "ends in order");
  }
  last = 0;
  for (const hearim::DateFound& date : reading.dates) {
    require(
        last <= date.span.start && date.span.start < date.span.end && date.span.end <= text.size(),
        "dates in the text, in its order, and apart");
    last = date.span.end;
  }
  for (const hearim::Quote& quote : reading.quotes)
    require(quote.span.start < quote.span.end && quote.span.end <= text.size(), "quotations");
  for (const hearim::Mention& mention : reading.mentions)
    require(mention.span.start < mention.span.end && mention.span.end <= text.size(), "mentions");
  return 0;
}
