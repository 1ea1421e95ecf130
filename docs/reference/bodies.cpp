// The bodies that the generator needs, for a build that need not compile all of colb's.
#include <colb/aliyun/slb/impl/errors.ipp>
#include <colb/capitalonline/lb/impl/errors.ipp>
#include <colb/codec/impl/flat.ipp>
#include <colb/codec/impl/json.ipp>
#include <colb/codec/impl/percent.ipp>
#include <colb/resilience/impl/meaning.ipp>
#include <colb/tencent/clb/impl/errors.ipp>
#include <colb/tencent/clb_2017/impl/errors.ipp>
