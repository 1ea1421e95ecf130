// colb: tests of the emulator's tables of limits: against the catalogs, both ways; and each limit on the
// wire, both sides of it.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <colb/emulator/limits.hpp>
#include <colb/emulator/limits/aliyun_slb.hpp>
#include <colb/emulator/limits/capitalonline_lb.hpp>
#include <colb/emulator/limits/tencent_clb.hpp>
#include <colb/emulator/limits/tencent_clb_2017.hpp>

#include "catch.hpp"
#include "emulator/catalog_model.hpp"
#include "emulator/senders.hpp"

namespace emu = colb::inner::emu;
namespace json = boost::json;
using colb_test::catalog;
using colb_test::field;
using colb_test::model;
using colb_test::text_of;
using colb_test::verdict;
using emu::limit;

namespace {

struct api {
  std::string file;
  std::span<limit const> table;
  std::shared_ptr<colb_test::speaker> cloud;
  json::object today{};  ///< Today's catalog; empty: there is none.
};

/// Another name of a field whose limits stand under the name that the structs have.
bool is_alias(std::vector<field> const& fields, field const& one) {
  if (one.name == "HealthCheckConnectTimeout") {
    return std::any_of(fields.begin(), fields.end(),
                       [](field const& f) { return f.name == "HealthCheckTimeout"; });
  }
  return one.name[0] >= 'a' && one.name.starts_with("health");
}

std::vector<api> all_apis() {
  colb::emulator::options options;
  options.journal = 1;
  return {
      {"tencent-clb-2018-03-17.json", emu::clb_limits, std::make_shared<colb_test::tencent_clb>(options),
       catalog("tencent-clb-2018-03-17.today.json")},
      {"tencent-clb-2017.json", emu::clb_2017_limits, std::make_shared<colb_test::tencent_clb_2017>(options)},
      {"aliyun-slb-2014-05-15.json", emu::slb_limits, std::make_shared<colb_test::aliyun_slb>(options),
       catalog("aliyun-slb-2014-05-15.today.json")},
      {"capitalonline-lb-2019-08-08.json", emu::lb_limits,
       std::make_shared<colb_test::capitalonline_lb>(options)}};
}

std::vector<std::string> words_in(std::string_view values) {
  std::vector<std::string> words;
  while (!values.empty()) {
    auto const word = values.substr(0, values.find('|'));
    words.emplace_back(word);
    values.remove_prefix(std::min(word.size() + 1, values.size()));
  }
  return words;
}

std::optional<std::int64_t> number_of(json::object const& about, std::string_view key) {
  auto const* const value = about.if_contains(key);
  if (!value) return std::nullopt;
  return value->as_int64();
}

}  // namespace

// ---- the tables against the catalogs

TEST_CASE("every limit that a catalog states is in the emulator's tables") {
  for (auto const& each : all_apis()) {
    model const catalog(each.file, each.today);
    for (auto const& [owner, fields] : catalog.of) {
      for (auto const& f : fields) {
        INFO(each.file << ' ' << owner << '.' << f.name);
        // One's own policies have names of their own: the handlers look.
        if (is_alias(fields, f) || f.name == "TLSCipherPolicy") continue;
        auto const row = [&](limit::kind what) -> limit const* {
          for (limit const& l : emu::limits_of(each.table, owner)) {
            if (l.field == f.name && l.what == what) return &l;
          }
          return nullptr;
        };
        if (auto const* const values = f.about.if_contains("values")) {
          limit const* const l = row(limit::kind::words);
          REQUIRE(l);
          for (auto const& value : values->as_array()) {
            CHECK(emu::is_word(value.is_string() ? text_of(value) : json::serialize(value), *l));
          }
        }
        auto const low = number_of(f.about, "min");
        auto const high = number_of(f.about, "max");
        if (low || high) {
          limit const* const l = row(limit::kind::range);
          REQUIRE(l);
          // The catalog gives the hull of ranges with holes.
          if (low) CHECK(*low == (l->also == limit::none ? l->low : std::min(l->low, l->also)));
          if (high) CHECK(*high == l->high);
        }
        auto const shortest = number_of(f.about, "min_length");
        auto const longest = number_of(f.about, "max_length");
        if (shortest || longest || f.about.contains("pattern")) {
          limit const* const l = row(limit::kind::length);
          REQUIRE(l);
          CHECK(l->low == shortest.value_or(0));
          CHECK(l->high == longest.value_or(limit::unlimited));
          if (f.about.contains("pattern")) CHECK_FALSE(l->spelled.letters.empty());
        }
        if (text_of(f.about, "doc").find("YYYY-MM-DD") != std::string::npos) CHECK(row(limit::kind::time));
        if (auto const most = number_of(f.about, "max_items")) {
          limit const* const l = row(limit::kind::items);
          REQUIRE(l);
          CHECK(l->high == *most);
        }
      }
    }
  }
}

TEST_CASE("every row of the emulator's tables is a limit of the catalog or says where it is from") {
  for (auto const& each : all_apis()) {
    model const catalog(each.file, each.today);
    auto const before = [](limit const& a, limit const& b) {
      return std::pair(a.of, a.field) < std::pair(b.of, b.field);
    };
    CHECK(std::is_sorted(each.table.begin(), each.table.end(), before));
    for (limit const& l : each.table) {
      INFO(each.file << ' ' << l.of << '.' << l.field);
      auto const owner = catalog.of.find(std::string(l.of));
      REQUIRE(owner != catalog.of.end());
      auto const f = std::find_if(owner->second.begin(), owner->second.end(),
                                  [&](field const& known) { return known.name == l.field; });
      REQUIRE(f != owner->second.end());
      auto const states = [&](auto... keys) { return (f->about.contains(keys) || ...); };
      bool stated = false;
      switch (l.what) {
        case limit::kind::words:
          stated = states("values");
          break;
        case limit::kind::range:
          stated = states("min", "max");
          break;
        case limit::kind::length:
          stated = states("min_length", "max_length", "pattern");
          break;
        case limit::kind::items:
          stated = states("max_items");
          break;
        case limit::kind::time:
          CHECK(text_of(f->about, "doc").find("YYYY-MM-DD") != std::string::npos);
          break;
      }
      CHECK(stated == l.reason.empty());
      CHECK((l.what == limit::kind::items ? f->list : true));
    }
  }
}

// ---- both sides of each limit

namespace {

struct side {
  json::value value;
  bool fine;
};

/// Values at and beyond a limit; of a list's elements where the limit is one of elements.
std::vector<side> sides_of(limit const& l, field const& f, json::value const& element) {
  std::vector<side> out;
  auto const put = [&](auto const& value, bool fine) { out.push_back({json::value(value), fine}); };
  auto const number = [&](std::int64_t n, bool fine) {
    put(f.type == "string" ? json::value(std::to_string(n)) : json::value(n), fine);
  };
  switch (l.what) {
    case limit::kind::range:
      number(l.low, true);
      if (l.high != limit::unlimited) number(l.high, true);
      if (l.also != limit::none) number(l.also, true);
      if (l.low - 1 != l.also) number(l.low - 1, false);
      if (l.also != limit::none) number(l.also - 1, false);
      if (l.high != limit::unlimited) number(l.high + 1, false);
      break;
    case limit::kind::length: {
      put(model::spelled(l, std::max<std::int64_t>(l.low, 1)), true);
      if (l.high != limit::unlimited) put(model::spelled(l, l.high), true);
      if (l.high != limit::unlimited) put(model::spelled(l, l.high + 1), false);
      if (l.low > 0) put(model::spelled(l, l.low - 1), false);
      if (!l.spelled.letters.empty()) {
        auto const size = std::max<std::int64_t>(l.low, 3);
        auto wrong = model::spelled(l, size - 1);
        put(wrong + '\x01', false);
        if (l.spelled.beyond == limit::ascii) put(wrong + "\u4e2d", false);
      }
      if (!l.spelled.first.empty()) {
        for (char c = '!'; c <= '~'; ++c) {
          std::string const bad = c + model::spelled(l, std::max<std::int64_t>(l.low, 2) - 1);
          if (emu::is_spelled(bad, l.spelled) || emu::is_spelled(std::string(1, c), {l.spelled.first}))
            continue;
          put(bad, false);
          break;
        }
      }
      if (!l.spelled.also.empty()) put(json::value(l.spelled.also), true);
      break;
    }
    case limit::kind::items:
      for (auto const& [count, fine] : {std::pair(l.low, true), std::pair(l.high, true),
                                        std::pair(l.low - 1, false), std::pair(l.high + 1, false)}) {
        if (count < 0 || (count == 0 && (fine || !f.required))) continue;  // no list at all
        json::array list;
        for (std::int64_t i = 0; i < count; ++i) list.push_back(element);
        put(std::move(list), fine);
      }
      break;
    case limit::kind::words:
      for (auto const& word : words_in(l.values)) {
        put(f.type == "integer" ? json::value(std::stoll(word)) : json::value(word), true);
      }
      if (l.how == limit::comma_separated) {
        put("http_2xx,http_3xx", true);
        put("http_2xx,http_6xx", false);
      }
      put(f.type == "integer" ? json::value(987) : json::value("nonsense"), false);
      break;
    case limit::kind::time:
      for (auto const* const time : {"2030-01-01 00:00:00", "2028-02-29 23:59:59"}) put(time, true);
      for (auto const* const time :
           {"", "2030-01-01", "00:00:00", "2030-01-01T00:00:00Z", "2030-01-01 00:00", "2030-1-1 0:0:0",
            " 2030-01-01 00:00:00", "2030-01-01 00:00:00 ", "2030-02-29 00:00:00", "2030-13-01 00:00:00",
            "2030-01-00 00:00:00", "2030-01-01 24:00:00", "2030-01-01 00:60:00", "1893456000", "yesterday"})
        put(time, false);
      break;
  }
  if (f.list && l.what != limit::kind::items) {
    for (auto& each : out) each.value = json::array{each.value};
  }
  return out;
}

}  // namespace

TEST_CASE("each limit: at it a request passes, beyond it the request is refused") {
  std::size_t refused = 0;
  std::size_t accepted = 0;
  for (auto const& each : all_apis()) {
    model const catalog(each.file, each.today);
    for (limit const& l : each.table) {
      std::string const owner(l.of);
      // A type's limits are tried within the first Action that takes the type.
      bool const of_action =
          std::find(catalog.actions.begin(), catalog.actions.end(), owner) != catalog.actions.end();
      auto const [action, way] = of_action ? std::pair(owner, std::vector<field>()) : catalog.ways.at(owner);
      auto const& fields = catalog.of.at(owner);
      auto const f = *std::find_if(fields.begin(), fields.end(),
                                   [&](field const& known) { return known.name == l.field; });
      auto const request = [&](json::value const& value) {
        json::object whole = catalog.members(each.table, action, catalog.of.at(action), 0);
        json::object* inner = &whole;
        std::string container = action;
        for (auto const& step : way) {
          auto some = catalog.some(each.table, container, step);
          (*inner)[step.name] = some;
          auto& put = (*inner)[step.name];
          inner = step.list ? &put.as_array()[0].as_object() : &put.as_object();
          container = step.type;
        }
        (*inner)[f.name] = value;
        return whole;
      };
      field single = f;
      single.list = false;
      auto element = catalog.some(each.table, owner, single);
      // An object with nothing in it does not show in flat parameters.
      if (element.is_object() && element.get_object().empty() && catalog.of.contains(f.type)) {
        field const& first = catalog.of.at(f.type).front();
        element.get_object()[first.name] = catalog.some(each.table, f.type, first);
      }
      std::vector<verdict> at;
      for (auto const& side : sides_of(l, f, element)) {
        auto const whole = request(side.value);
        auto const said = each.cloud->send(action, whole);
        auto shown = json::serialize(whole);
        if (shown.size() > 400) shown.resize(400);
        INFO(each.file << ' ' << action << ' ' << owner << '.' << l.field << ": " << shown << " -> "
                       << said.code << ": " << said.message);
        bool const names_it = said.message.find(f.name) != std::string::npos;
        if (side.fine) {
          at.push_back(said);
          // What else is wrong with the request, such as a load balancer that is not there, is another
          // matter.
          // The table has the widest bandwidth; a load balancer's specification allows less.
          bool const by_specification = l.field == "InternetMaxBandwidthOut";
          CHECK((by_specification || !names_it || said.message.find("between") == std::string::npos));
          ++accepted;
        } else {
          CHECK_FALSE(said.code.empty());
          for (auto const& other : at) CHECK(said != other);
          ++refused;
        }
      }
    }
  }
  std::cout << "limits: " << refused << " values beyond one refused, " << accepted << " at one accepted\n";
  CHECK(refused > 500);
}
