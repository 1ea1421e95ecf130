// colb: the bodies of reply.hpp.
#pragma once

#include <new>
#include <utility>

#include <colb/ext/redis/reply.hpp>

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

namespace colb::inline COLB_ABI::inner {

namespace redis_text {

/// Where hiredis wants the value of a task. The items of a list are made with it, and stay where they are.
inline redis_value* place_of(redisReadTask const* task) {
  if (!task->parent) return new (std::nothrow) redis_value();
  auto* const in = static_cast<redis_value*>(task->parent->obj);
  auto const at = static_cast<std::size_t>(task->idx);
  return in && at < in->items.size() ? &in->items[at] : nullptr;
}

inline void drop(redisReadTask const* task, redis_value* value) noexcept {
  if (!task->parent) delete value;
}

// hiredis is C: nothing may be thrown through it. A null pointer is memory that is short.

inline void* make_text(redisReadTask const* task, char* text, std::size_t size) {
  redis_value* const out = place_of(task);
  if (!out) return nullptr;
  try {
    out->text.assign(text, size);
  } catch (...) {
    drop(task, out);
    return nullptr;
  }
  out->is = task->type == REDIS_REPLY_ERROR    ? redis_value::kind::error
            : task->type == REDIS_REPLY_STATUS ? redis_value::kind::status
                                               : redis_value::kind::text;
  return out;
}

template <class Size>  // It changed between versions.
void* make_list(redisReadTask const* task, Size size) {
  auto const many = static_cast<long long>(size);
  auto* const reader = static_cast<redis_reader*>(task->privdata);
  if (!reader || !reader->take(many)) return nullptr;
  redis_value* const out = place_of(task);
  if (!out) return nullptr;
  try {
    out->items.resize(static_cast<std::size_t>(many));
  } catch (...) {
    drop(task, out);
    return nullptr;
  }
  out->is = redis_value::kind::list;
  return out;
}

inline void* make_number(redisReadTask const* task, long long number) {
  redis_value* const out = place_of(task);
  if (!out) return nullptr;
  out->is = redis_value::kind::number;
  out->number = number;
  return out;
}

inline void* make_nil(redisReadTask const* task) { return place_of(task); }

inline void free_value(void* value) { delete static_cast<redis_value*>(value); }

/// What a server says only to those who speak the newer protocol.
template <class... Arguments>
void* make_nothing(Arguments...) {
  return nullptr;
}

template <class Functions>
Functions functions() {
  Functions out{};
  out.createString = &make_text;
  out.createArray = &make_list;
  out.createInteger = &make_number;
  out.createNil = &make_nil;
  out.freeObject = &free_value;
  if constexpr (requires { out.createDouble; }) out.createDouble = &make_nothing;
  if constexpr (requires { out.createBool; }) out.createBool = &make_nothing;
  return out;
}

}  // namespace redis_text

COLB_DECL redis_reader::redis_reader() {
  static redisReplyObjectFunctions own = redis_text::functions<redisReplyObjectFunctions>();
  reader_.reset(redisReaderCreateWithFunctions(&own));
  if (!reader_) throw std::bad_alloc();
  reader_->privdata = this;
  reader_->maxbuf = 16 * 1024;
}

COLB_DECL redis_reader::~redis_reader() = default;

COLB_DECL void redis_reader::closer::operator()(redisReader* reader) const noexcept {
  redisReaderFree(reader);
}

COLB_DECL bool redis_reader::take(long long items) noexcept {
  if (items < 0 || static_cast<unsigned long long>(items) > most_items - items_) {
    problem_ = "too large";
    return false;
  }
  items_ += static_cast<std::size_t>(items);
  return true;
}

COLB_DECL void redis_reader::feed(std::string_view bytes) {
  if (!problem_.empty()) return;
  bytes_ += bytes.size();
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) problem_ = "no memory";
}

COLB_DECL std::optional<redis_value> redis_reader::next() {
  if (!problem_.empty()) return std::nullopt;
  void* made = nullptr;
  if (redisReaderGetReply(reader_.get(), &made) != REDIS_OK) {
    if (problem_.empty()) problem_ = "not what Redis says";
    return std::nullopt;
  }
  if (!made) {
    if (bytes_ > most_bytes) problem_ = "too large";
    return std::nullopt;
  }
  std::unique_ptr<redis_value> const whole(static_cast<redis_value*>(made));
  bytes_ = 0;
  items_ = 0;
  return std::move(*whole);
}

COLB_DECL std::string redis_command(std::vector<std::string> const& words) {
  std::vector<char const*> texts;
  std::vector<std::size_t> sizes;
  texts.reserve(words.size());
  sizes.reserve(words.size());
  for (std::string const& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* made = nullptr;
  auto const size = redisFormatCommandArgv(&made, static_cast<int>(words.size()), texts.data(), sizes.data());
  if (size < 0 || !made) throw std::bad_alloc();
  struct holder {
    char* text;
    ~holder() { redisFreeCommand(text); }
  } const held{made};
  return std::string(made, static_cast<std::size_t>(size));
}

}  // namespace colb::inline COLB_ABI::inner
