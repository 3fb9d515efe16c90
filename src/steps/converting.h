// Documents being converted, several at a time, each in a jail of its own (convert.h); they come
// out in the order they went in, so that what is made of them does not depend on the number of
// threads. The thread that has the case hands over open files and takes conversions, and does
// nothing else meanwhile that a document could harm.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/file_descriptor.h"
#include "hearim/convert.h"

namespace hearim {

class Converting {
 public:
  Converting(int threads, const ConvertLimits& limits);
  ~Converting();  // stops those under way
  Converting(const Converting&) = delete;
  Converting& operator=(const Converting&) = delete;

  struct Document {
    FileDescriptor content;
    std::string name;
    DocumentFormat format = DocumentFormat::unknown;
  };
  void begin(Document document);
  bool is_full() const;
  bool is_empty() const;
  // The oldest one's; nothing when it is not done by `deadline`. Throws what the converter throws.
  // REQUIRES: one is under way.
  std::optional<Conversion> take(std::chrono::steady_clock::time_point deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hearim
