"""A class in one room: what it asks, who sits in it, what was answered, and the file that it is kept in.

Nothing here knows Bokeh. What a page needs:

    rooms = Rooms(Store(path))                    one a process
    code, key = rooms.open(address)               a new room; who has the key is its teacher
    room = rooms.find(code, address, secret)      Refused, with a sentence, where there is none
    seat = room.join(secret)                      the same seat for its own secret, else a new one; then
    room.enter(seat), room.leave(seat)            as its pages connect and go
    room.submit(seat, turn, text)                 an answer to the question of that turn
    room.command(key, "ask", question=…)          ask again close reveal free pause follow remove readmit end
    room.news(seat), room.pupil(seat)             whether its snapshot is new; the snapshot
    room.board(key)                               the board's: all that is shown comes from these
    room.count(room.wish)                         what the answers came to; for the worker, as it takes time
    room.export(key, base)                        a job whose result makes the CSV; for the worker
    rooms.check()                                 every second or so: is any of them another process's by now?
    rooms.tidy()                                  every minute or so

What has been asked for is in the snapshot once it is in the file, some milliseconds later: the snapshot is
the acknowledgement, and `room.settle()` waits for it. A room that `is_lost`, of which `Lost` tells, lives in
another process by now, or its file cannot be written: its pages load again, and find it wherever it is.
"""
