// The canary: a planted bug of the kind the others look for, one byte read past the end of a field
// that a quotation mark opened at the very end. The campaign must find it.
#include <cstddef>
#include <cstdint>
#include <memory>

#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto copy = std::make_unique<char[]>(size);
  if (size > 0) std::memcpy(copy.get(), data, size);
  volatile char seen = 0;
  for (std::size_t i = 0; i < size; ++i)
    if (copy[i] == ',' && i + 1 < size && copy[i + 1] == '"') seen = copy[i + 2];
  static_cast<void>(seen);
  return 0;
}
