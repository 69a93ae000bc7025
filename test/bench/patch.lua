-- Changes of records over the API: each thread has a connection and records of its own, and names
-- the version that the last answer gave.  RECORDS is a file with an identifier a line.
local thread_count = 0

function setup(thread)
	thread:set("number", thread_count)
	thread_count = thread_count + 1
end

function init(args)
	ids, tags, at, turn = {}, {}, 0, 0
	local line_number = 0
	for line in io.lines(os.getenv("RECORDS")) do
		local id, tag = line:match("(%d+) (%d+)")
		if line_number % tonumber(os.getenv("CLIENTS")) == number then
			ids[#ids + 1] = id
			tags[#tags + 1] = '"' .. tag .. '"'
		end
		line_number = line_number + 1
	end
end

function request()
	at = at % #ids + 1
	turn = turn + 1
	return wrk.format("PATCH", "/api/v1/recommendations/" .. ids[at], {
		["Authorization"] = "Bearer " .. os.getenv("TOKEN"),
		["If-Match"] = tags[at],
		["Content-Type"] = "application/json",
	}, '{"articles":"Article ' .. turn .. " of thread " .. number .. '"}')
end

function response(status, headers, body)
	if status == 200 then
		tags[at] = headers["ETag"] or headers["Etag"]
	end
end
