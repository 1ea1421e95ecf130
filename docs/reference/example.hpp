// colb: an example of each Action's request, encoded by colb.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "conformance/compare.hpp"

namespace reference {

struct example {
  std::string json{};  ///< As `<<` prints it, secrets as ***, over several lines.
  std::string
      flat{};  ///< As flat parameters, a line each; empty where the API has none or a secret is among them.
  std::string title{};  ///< Of the vendor's example; empty: the values are made up.
};

/// Makes the examples of one API.
class example_maker {
 public:
  example_maker(conformance::api const& of, boost::json::object const& catalog);

  example make(conformance::action_row const& row) const;

 private:
  using values = std::map<std::string, boost::json::value, std::less<>>;

  void learn(std::string_view name, boost::json::value const& value);
  boost::json::value made_up(colb::inner::type_info const& type, std::string_view name,
                             boost::json::object const* about) const;
  boost::json::object made_up_fields(colb::inner::type_info const& type, boost::json::array const* about,
                                     bool required_alone) const;

  conformance::api const& of_;
  boost::json::object const& catalog_;
  values seen_{};  ///< What the vendor's examples have under a name.
};

}  // namespace reference
