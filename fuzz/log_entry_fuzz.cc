// A custody entry: what is read is spelt in one way only, and both readers agree on what is one.
#include <cstdlib>

#include "casefile/custody_entry.h"
#include "hearim/error.h"
#include "verify/entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hearim;
  const ByteView bytes(data, size);
  bool read = false, read_by_twin = false;
  try {
    const ByteBuffer again = encode(decode_custody_entry(bytes));
    read = true;
    if (text_of(again) != text_of(bytes)) std::abort();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::corrupt) std::abort();
  }
  try {
    hearim_verify::parse_entry(text_of(bytes));
    read_by_twin = true;
  } catch (const hearim_verify::Wrong&) {
  }
  if (read != read_by_twin) std::abort();
  return 0;
}
