-- Executes an xmake recipe without xmake: lua5.4 xmake_stub.lua RECIPE SOURCES PREFIX
--
-- Stands in for the functions that the recipe calls, runs on_install and on_test, and writes PREFIX/flags.
local recipe, sources, prefix = arg[1], arg[2], arg[3]
local seen = {defines = {}, links = {}, deps = {}}

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end
local function run(command) assert(os.execute(command), command) end

local function collect(list) return function(...) for _, v in ipairs({...}) do table.insert(list, v) end end end
function package(name) seen.name = name end
function set_kind(kind, options) seen.headeronly = kind == "library" and options.headeronly end
function set_description(text) seen.description = text end
function set_license(text) seen.license = text end
add_deps, add_defines, add_links = collect(seen.deps), collect(seen.defines), collect(seen.links)
function on_install(...) seen.install = select(-1, ...) end
function on_test(f) seen.test = f end
os.cp = function(from, to)
  run("mkdir -p " .. quoted(to) .. " && cd " .. quoted(sources) .. " && cp -r " .. from .. " " .. quoted(to))
end

local flags
local the_package = {}
function the_package:installdir(part) return prefix .. "/" .. part end
function the_package:check_cxxsnippets(snippets, options)
  local file = prefix .. "/snippet.cpp"
  local out = assert(io.open(file, "w"))
  out:write(snippets.test)
  out:close()
  return os.execute("g++ -std=" .. options.configs.languages .. " " .. flags .. " -fsyntax-only " .. quoted(file))
end

dofile(recipe)
assert(seen.name == "colb" and seen.headeronly and seen.license == "BSL-1.0" and seen.description)
assert(#seen.deps == 3, "asio, boost and openssl")
seen.install(the_package)
local parts = {"-I" .. quoted(prefix .. "/include")}
for _, define in ipairs(seen.defines) do table.insert(parts, "-D" .. define) end
flags = table.concat(parts, " ")
seen.test(the_package)
local out = assert(io.open(prefix .. "/flags", "w"))
out:write(flags)
for _, link in ipairs(seen.links) do out:write(" -l" .. link) end
out:close()
print("xmake: " .. seen.name .. " installed into the prefix")
