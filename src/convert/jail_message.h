// What the host and the program in the jail say to each other over their socket (SOCK_SEQPACKET,
// descriptor 3 of the program): one job at a time. The document itself and the answer about it go
// through two descriptors that come with the job; see answer_frame.h and docs/formats/convert.md.
#pragma once

#include <cstdint>

namespace hearim {

inline constexpr std::uint32_t kJailMagic = 0x31434A48;  // "HJC1"
inline constexpr int kJailSocket = 3;

// Program -> host, once: ready.
struct JailHello {
  std::uint32_t magic = kJailMagic;
  std::uint32_t landlock = 0;        // 1: no file can be reached by its path
  std::uint32_t memory_limited = 0;  // 0: built with a sanitizer, which reserves terabytes
  std::uint32_t has_ocr = 0;
  char problem[128] = {};        // not empty: the program cannot work, and ends
  char ocr_languages[128] = {};  // "eng+kor"
};

enum class JailJobKind : std::uint32_t {
  convert,
  unpack,
  stop,  // end the running job
  // Attempts that must fail, made when the jail is set up.
  probe_open,
  probe_socket,
  probe_fork,
  probe_exec,
};

// Host -> program, with the document's descriptor and that of the answer.
struct JailJob {
  std::uint32_t magic = kJailMagic;
  JailJobKind kind = JailJobKind::convert;
  std::uint32_t format = 0;  // DocumentFormat
  std::uint32_t page_count_max = 0;
  std::uint32_t depth_max = 0;
  std::uint32_t ratio_max = 0;
  std::uint32_t attachment_count_max = 0;
  std::uint32_t cpu_seconds_max = 0;
  std::uint32_t wall_ms_max = 0;
  std::uint32_t reserved = 0;
  std::uint64_t input_bytes_max = 0;
  std::uint64_t output_bytes_max = 0;
  std::uint64_t unpacked_bytes_max = 0;
  std::uint64_t entry_count_max = 0;
  std::uint64_t memory_bytes_max = 0;
};

// Program -> host, when the job's process has ended.
struct JailReply {
  std::uint32_t magic = kJailMagic;
  std::uint32_t signal = 0;  // that ended it; 0: it ended by itself
  std::uint32_t exit_code = 0;
  std::uint32_t out_of_wall_time = 0;  // 1: ended for that
  std::uint64_t cpu_ms = 0;
  std::uint64_t memory_bytes_peak = 0;
};

}  // namespace hearim
