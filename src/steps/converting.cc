#include "steps/converting.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "hearim/run.h"

namespace hearim {
namespace {

// Done or begun beyond what is being converted, so that one slow document does not stop the others.
constexpr std::size_t kWaitingFor = 2;

struct Task {
  Converting::Document document;
  std::optional<Conversion> conversion = {};
  std::exception_ptr failure = {};
};

}  // namespace

struct Converting::State {
  std::mutex mutex;
  std::condition_variable work, done;
  std::deque<std::shared_ptr<Task>> waiting, all;  // all: in order, until they are taken
  bool ending = false;
  CancelToken stop;
  ConvertLimits limits;
  std::size_t thread_count = 1;
  std::vector<std::thread> threads;

  void run_tasks() {
    Converter converter;
    Run run;
    run.cancel = &stop;
    std::unique_lock lock(mutex);
    for (;;) {
      work.wait(lock, [&] { return ending || !waiting.empty(); });
      if (ending) return;
      const std::shared_ptr<Task> task = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      std::optional<Conversion> conversion;
      std::exception_ptr failure;
      try {
        conversion =
            converter.convert_open_file(task->document.content.get(), task->document.name,
                                        {.format = task->document.format, .limits = limits}, run);
      } catch (const std::bad_alloc&) {
        conversion.emplace();
        conversion->status = ConvertStatus::refused;
        conversion->reason = ConvertReason::out_of_memory;
        conversion->message = "needs more memory than this machine has left";
        conversion->format = task->document.format;
      } catch (...) {
        failure = std::current_exception();
      }
      task->document.content.reset();
      lock.lock();
      task->conversion = std::move(conversion);
      task->failure = failure;
      done.notify_one();
    }
  }
};

Converting::Converting(int threads, const ConvertLimits& limits)
    : state_(std::make_unique<State>()) {
  state_->limits = limits;
  state_->thread_count = static_cast<std::size_t>(std::max(threads, 1));
}

Converting::~Converting() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->stop.cancel();
  state_->work.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

void Converting::begin(Document document) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  s.all.push_back(std::make_shared<Task>(Task{std::move(document)}));
  s.waiting.push_back(s.all.back());
  if (s.threads.size() < std::min(s.thread_count, s.all.size()))
    s.threads.emplace_back([&s] { s.run_tasks(); });
  s.work.notify_one();
}

bool Converting::is_full() const {
  const std::lock_guard lock(state_->mutex);
  return state_->all.size() >= state_->thread_count + kWaitingFor;
}

bool Converting::is_empty() const {
  const std::lock_guard lock(state_->mutex);
  return state_->all.empty();
}

std::optional<Conversion> Converting::take(std::chrono::steady_clock::time_point deadline) {
  State& s = *state_;
  std::unique_lock lock(s.mutex);
  CHECK(!s.all.empty());
  const std::shared_ptr<Task> oldest = s.all.front();
  const auto is_done = [&] { return oldest->conversion || oldest->failure; };
  if (!s.done.wait_until(lock, deadline, is_done)) return std::nullopt;
  s.all.pop_front();
  if (oldest->failure) std::rethrow_exception(oldest->failure);
  return std::move(oldest->conversion);
}

}  // namespace hearim
