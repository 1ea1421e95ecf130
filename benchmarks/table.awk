# Makes the table out of lines "NAME FIGURE", a figure for each round; of those the median counts, and of a ratio the
# median of the rounds' ratios. -v calls=, -v waits= for what the rows say of themselves.
{ n = ++count[$1]; figure[$1, n] = $2 }

function median(values, n,   i, j, t) {
  for (i = 1; i <= n; i++)
    for (j = i + 1; j <= n; j++)
      if (values[j] < values[i]) { t = values[i]; values[i] = values[j]; values[j] = t }
  return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

function of(name,   v, i) {
  for (i = 1; i <= count[name]; i++) v[i] = figure[name, i]
  return median(v, count[name])
}

function ratio(a, b,   v, i) {
  for (i = 1; i <= count[a]; i++) v[i] = figure[a, i] / figure[b, i]
  return median(v, count[a])
}

function grouped(x,   text, out) {
  text = sprintf("%d", x + 0.5)
  while (length(text) > 3) { out = "," substr(text, length(text) - 2) out; text = substr(text, 1, length(text) - 3) }
  return text out
}

# least: the mark is what it should be at least; most: at most.
function line(title, rival, measured, bound, mark, wish, value) {
  printf "| %s | %s | %s | %s%s | %s |\n", title, rival, measured, mark, wish == "" ? "" : " (" wish ")",
    (bound == "most" ? value <= mark_value(mark) : value >= mark_value(mark)) ? "yes" : "no"
}
function mark_value(mark) { gsub(/[^0-9.]/, "", mark); return mark + 0 }

function ratio_row(title, rival, a, b, bound, mark, wish,   value) {
  if (!count[a] || !count[b]) return
  value = sprintf("%.2f", ratio(a, b)) + 0
  line(title, rival, sprintf("%.2f", value), bound, mark, wish, value)
}

function figure_row(title, name, unit, divisor, bound, mark, wish,   value) {
  if (!count[name]) return
  value = of(name) / divisor
  line(title, "–", (value < 1000 ? sprintf("%.1f", value) : grouped(value)) unit, bound, mark, wish, value)
}

END {
  print "| row | against | measured | mark (wish) | reached |"
  print "|---|---|---|---|---|"
  ratio_row("calls a second, 1 concurrent", "`wrk`", "colb.1.rate", "wrk.1.rate", "least", "0.9", "")
  ratio_row("calls a second, 32 concurrent", "`wrk`", "colb.32.rate", "wrk.32.rate", "least", "0.65", "0.7")
  ratio_row("CPU a call, client process, 1", "bare Asio, same bytes", "colb.1.cpu", "asio.1.cpu", "most", "1.6", "1.4")
  ratio_row("CPU a call, client process, 32", "bare Asio, same bytes", "colb.32.cpu", "asio.32.cpu", "most", "1.6", "1.4")
  ratio_row("CPU a call, 32", "libcurl multi, same work", "colb.32.cpu", "curl.32.cpu", "most", "0.45", "")
  figure_row("instructions a call, with TLS (callgrind)", "instructions", "", 1, "most", "95,000", "85,000")
  figure_row("allocations a call beyond the reply's own", "allocations", "", 1, "most", "25", "15")
  ratio_row("sign one TC3 request", "its digests, contexts used again", "sign", "digests", "most", "1.3", "")
  ratio_row("decode 100 instances, struct order", "`boost::json::parse`", "decode", "decode.document", "most", "0.45", "")
  ratio_row("decode 100 instances, other order", "`boost::json::parse`", "decode_other", "decode_other.document", "most", "0.6", "")
  figure_row(grouped(waits) " waits: memory a wait", "wait.memory." waits, " KB", 1000, "most", "5", "")
  ratio_row(grouped(waits) " waits: CPU a look", "100 waits", "wait.cpu." waits, "wait.cpu.100", "most", "2", "")
  figure_row("lanes and pacing on: allocations more a call", "features.allocations", "", 1, "most", "4", "")
  ratio_row("lanes and pacing on: CPU of a call on an idle client", "off", "features.on", "features.off", "most", "1.05", "")
  figure_row("memory a kept idle connection (TLS 1.3)", "idle.memory", " KB", 1000, "most", "25", "")
  ratio_row("README program, header-only, -O0 time", "same libraries and a timer", "compile.readme.O0", "compile.timer.O0", "most", "3.0", "")
  ratio_row("README program, header-only, -O2 time", "same libraries and a timer", "compile.readme.O2", "compile.timer.O2", "most", "3.9", "")
  ratio_row("the same, colb compiled once, -O0", "same libraries and a timer", "compile.once.O0", "compile.timer.O0", "most", "1.45", "")
  ratio_row("the same, colb compiled once, -O2", "same libraries and a timer", "compile.once.O2", "compile.timer.O2", "most", "1.8", "")
  ratio_row("stripped program, -O2", "same libraries and a timer", "size.readme", "size.timer", "most", "2.2", "")
  ratio_row("two threads, two clients", "one", "threads.2", "threads.1", "least", "1.7", "")
}
