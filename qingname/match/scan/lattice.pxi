# One text: the edges of both lattices, as in text/lattice.py.

cdef int _lattices(Tables* self, Work* w) noexcept nogil:
    """Edges of both lattices, by place, in the order of text/lattice.py."""
    cdef int32_t place, k, p, n = w.size, symbol, first, plain, sound, run = 0, start, node, stop
    cdef Row* row
    cdef Part* part
    cdef Edge* edge
    cdef bint fits
    cdef uint32_t code
    if _room(<void**>&w.edges, &w.edge_room, n * 32 + 64, sizeof(Edge)) < 0:
        return -1
    w.edge_count = 0
    for place in range(n):
        w.bounds[place] = _bound(self, w, place)
    w.bounds[n] = 1
    for place in range(n):
        symbol = w.symbols[place]
        row = &self._rows[self._row_of[symbol]]
        first = row.look_end - row.look_start + row.part_end - row.part_start
        if _room(<void**>&w.edges, &w.edge_room, w.edge_count + first + 2, sizeof(Edge)) < 0:
            return -1
        w.glyph_start[place] = w.edge_count
        _add(w, symbol, 1, symbol, PLAIN, 1.0)
        # a numeral reads as a digit only in a run
        if run <= place:
            run = place
            while run < n and (w.kinds[run] & DECIMAL or _digit(self, w.symbols[run])):
                run += 1
            start = place
            if run == place:
                run = place + 1
                start = run
            elif run - place < NUMERAL_RUN:
                start = run
            stop = run
        if self._row_of[symbol]:
            for k in range(row.look_start, row.look_end):
                w.edges[w.edge_count] = self._looks[k]
                w.edge_count += 1
            for k in range(row.part_start, row.part_end):
                part = &self._parts[k]
                fits = place + part.count <= n
                if fits:
                    for p in range(part.count):
                        if w.symbols[place + p] != self._part_symbols[part.start + p]:
                            fits = False
                            break
                if fits:
                    _add(w, part.whole, part.count, part.whole, SPLIT, 1.0)
            if row.digit and row.digit != symbol and start <= place < stop:
                _add(w, row.digit, 1, row.digit, NUMERAL, 1.0)
    w.glyph_start[n] = w.edge_count
    for place in range(n):
        symbol = w.symbols[place]
        first = w.glyph_start[place + 1] - w.glyph_start[place]
        if _room(<void**>&w.edges, &w.edge_room, w.edge_count + first + 32, sizeof(Edge)) < 0:
            return -1
        w.sound_start[place] = w.edge_count
        plain = _sound(self, symbol)
        _add(w, plain, 1, symbol, PLAIN, 1.0)
        for k in range(w.glyph_start[place] + 1, w.glyph_start[place + 1]):
            edge = &w.edges[k]
            sound = _sound(self, edge.symbol)
            if sound != plain or edge.length > 1:
                _add(w, sound, edge.length, edge.glyph, edge.technique, edge.score)
        if FIRST_HAN <= symbol <= LAST_HAN:
            code = self._sound_codes[symbol - FIRST_HAN]
            if code:
                for k in range(self._near_ends[code - 1], self._near_ends[code]):
                    _add(w, self._near[k], 1, symbol, NEAR, 0.5)
        elif 97 <= symbol <= 122:
            node = 0
            for k in range(LONGEST_SYLLABLE):
                if place + k >= n or not 97 <= w.symbols[place + k] <= 122:
                    break
                node = self._letters[node * 26 + w.symbols[place + k] - 97]
                if not node:
                    break
                if self._letter_ends[node]:
                    _add(w, self._letter_ends[node], k + 1, 0, PINYIN, 1.0)
    w.sound_start[n] = w.edge_count
    return 0


cdef inline int32_t _sound(Tables* self, int32_t symbol) noexcept nogil:
    cdef uint32_t code
    if FIRST_HAN <= symbol <= LAST_HAN:
        code = self._sound_codes[symbol - FIRST_HAN]
        if code:
            return self._sound_symbols[code]
    return symbol


cdef inline int32_t _digit(Tables* self, int32_t symbol) noexcept nogil:
    return self._rows[self._row_of[symbol]].digit


cdef bint _bound(Tables* self, Work* w, int32_t place) noexcept nogil:
    cdef int before, after
    if place == 0 or w.kinds[place] & GAP:
        return True
    before = _class_of(w.symbols[place - 1], w.kinds[place - 1])
    after = _class_of(w.symbols[place], w.kinds[place])
    if before != after or after == 2:
        return True
    return (w.kinds[place] & UPPER) != 0 and (w.kinds[place - 1] & LOWER) != 0


cdef inline void _add(
    Work* w, int32_t symbol, int32_t length, int32_t glyph, int32_t technique, double score
) noexcept nogil:
    cdef Edge* edge = &w.edges[w.edge_count]
    edge.symbol, edge.length, edge.glyph, edge.technique, edge.score = symbol, length, glyph, technique, score
    w.edge_count += 1
