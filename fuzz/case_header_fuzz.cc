// The key file of a case: any bytes are refused with an Error, or make a file that is sealed and
// read again as the same one. No parameter may ask for more than the bounds.
#include <cstdlib>

#include "casefile/key_file.h"
#include "hearim/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hearim;
  // As a real one but for what the fuzzer writes over it, so that it comes past the first checks.
  ByteBuffer bytes(kKeyFileSize);
  const std::string_view magic = "hearim-case-keys";
  std::copy(magic.begin(), magic.end(), bytes.begin());
  bytes[16] = 1;
  bytes[20] = kSlotCount;
  for (std::size_t i = 0; i + 3 <= size; i += 3)
    bytes[(data[i] | data[i + 1] << 8) % bytes.size()] = data[i + 2];
  for (const ByteView input : {ByteView(data, size), ByteView(bytes)}) {
    try {
      KeyFile file = KeyFile::parse(input, "fuzz");
      if (file.slots().size() > static_cast<std::size_t>(kSlotCount)) std::abort();
      const KeySet keys = KeySet::random();
      const ByteBuffer sealed = file.seal(keys);
      KeyFile::parse(sealed, "fuzz").verify(keys, "fuzz");
    } catch (const Error& error) {
      if (error.code() != ErrorCode::corrupt) std::abort();
    }
  }
  return 0;
}
