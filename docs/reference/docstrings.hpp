// colb: what the headers say about their structs and fields.
#pragma once

#include <map>
#include <string>

namespace reference {

/// The docstrings of a folder of headers.
struct docstrings {
  struct structure {
    std::string text{};                           ///< Its own docstring; paragraphs apart by an empty line.
    std::string header{};                         ///< Where it stands, such as `listener.hpp`.
    std::map<std::string, std::string> fields{};  ///< By wire name, each in one line.
  };
  /// By name: `CreateListener`, `CreateListener.response`, `HealthCheck`.
  std::map<std::string, structure> structures{};
  /// By header, what its first line says it is about.
  std::map<std::string, std::string> subjects{};
};

/// Reads headers laid out as this tree's are: a `///` block stands before each struct and field.
///
/// @param headers texts by name.
docstrings read_docstrings(std::map<std::string, std::string> const& headers);

}  // namespace reference
