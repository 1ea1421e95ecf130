// colb: what Tencent's load balancers say when one code stands for many causes; both APIs share it.
#pragma once

#include <string_view>

namespace colb::inline COLB_ABI::tencent::phrases {

/// A load balancer between two states, or held by a task: no code says anything else when the message says
/// so.
inline constexpr std::string_view in_transition =
    "not in normal|des state ~ abnormal|des status ~ abnormal|desstate ~ abnormal|task is working|"
    "is working ~ try later|task ~ being processed|tasks ~ being processed|状态不正常";
/// Another change is at work on it.
inline constexpr std::string_view busy =
    "try later|try ~ later|retry later|retry ~ later|in operating|is operating|in operation|is working|"
    "being processed|is processing|in processing|in progress|is cloning|in cloning|being created|is creating|"
    "being configured|is configuring|task ~ not finish*|task ~ running|wait for the task|wait for ~ "
    "complete*|"
    "locked by|请稍后|稍后重试|稍后再试|正在操作|操作中|处理中|正在处理|正在执行|执行中|创建中";
inline constexpr std::string_view come_back = "try again|retry again|please retry";
inline constexpr std::string_view missing =
    "not exist*|not found|does not exist|doesnt exist|no such|cannot find|can not find|cant "
    "find|不存在|找不到|未找到";
inline constexpr std::string_view taken =
    "already exist*|already used|already in use|already been used|is in use|in use|has been used|be occupied|"
    "is occupied|conflict*|duplicate*|重复|已存在|已经存在|被占用|冲突";
inline constexpr std::string_view money =
    "insufficient ~ balance|balance ~ insufficient|enough balance|balance ~ not enough|balance ~ low|arrear*|"
    "overdue|unpaid|account balance|余额不足|欠费";
inline constexpr std::string_view stock =
    "sold out|out of stock|resource* insufficient|insufficient resource*|售罄|库存不足|资源不足";
inline constexpr std::string_view quota =
    "quota|over limit|limit exceed*|exceed* ~ limit*|exceed* ~ maximum|reach* ~ limit*|reach* ~ maximum|"
    "超过限制|超出限制|超过配额|配额|上限";
inline constexpr std::string_view throttled =
    "request limit|too many requests|too frequent*|freq controller|rate limit*|频繁|频率";
inline constexpr std::string_view forbidden =
    "not authorized|unauthorized|no permission|not allow to|未授权|无权限|没有权限";

}  // namespace colb::inline COLB_ABI::tencent::phrases
