// colb: structs to flat parameters (`Filters.0.Values.1=x`) and back, driven by the tables of reflect.hpp.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::codec::detail {

/// The set fields of a struct as flat parameters, in the order of the fields. Lists are numbered from
/// `index_base` (Tencent: 0, Alibaba Cloud: 1). What has no flat form is left out: an empty list, an object
/// with nothing set.
std::vector<parameter> write_flat(type_info const& type, void const* object, std::size_t index_base);

/// Reads flat parameters into an object made by `blank`. Lists may be numbered from any start and come in any
/// order; gaps close up. Safe on any input: depth, elements and memory are bounded by `options`.
read_error read_flat(std::span<parameter const> parameters, type_info const& type, void* object,
                     read_options const& options);

}  // namespace colb::inline COLB_ABI::codec::detail

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/codec/impl/flat.ipp>
#endif
