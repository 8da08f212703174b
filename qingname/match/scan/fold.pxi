# One text: its symbols, and what it shows as a whole.

cdef int _fold(Tables* self, Work* w) noexcept nogil:
    """Symbols, kinds and text signs of the raw text. -1: no memory; 1: the order of the text is turned round."""
    cdef int32_t place, size = 0, k, count, first
    cdef uint32_t code, value, mark, before = 0, shown = 0
    cdef uint32_t gap = 0, kind, signs = self._always
    cdef int32_t digits = 0, masks = 0, words = 0, run = 0, longest = 0, piled = 0, plain = 0, most = 0, turned = 0
    cdef Py_ssize_t slot
    if _room_for_text(w, w.raw_size) < 0:
        return -1
    for place in range(w.raw_size):
        code = w.raw[place]
        slot = (<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)
        value = self._values[slot]
        mark = self._marks[slot]
        if mark:
            shown |= mark
            if mark & M_WORD:
                words += 1
                run += 4 if mark & M_MIXED else 1
                longest = max(longest, run)
            elif not mark & M_NOTHING:
                run = 0
            plain = plain + 1 if mark & M_DIGIT and not value & SEVERAL and not mark & M_MIXED else 0
            most = max(most, plain)
            if mark & (M_DIGIT | M_MASK):
                masks += (mark & M_MASK) != 0
                if mark & M_DIGIT:
                    digits += 4 if value & SEVERAL or mark & M_MIXED else 1
            if mark & M_PILED:
                piled += 1
                if piled == 3:
                    signs |= T_HIDDEN
            else:
                piled = 0
            if mark & (M_SELECTOR | M_JOINER | M_HIDDEN) and _is_hidden(self, w, place, mark, before):
                signs |= T_HIDDEN
        else:
            piled = run = plain = 0
        before = mark
        if value & DROPPED:
            gap |= value & GAP | APART
            turned |= (value & TURNS) != 0
            continue
        kind = value & (UPPER | LOWER) | (LATIN if mark & M_ALNUM else 0)
        if not value & SEVERAL:
            w.symbols[size] = value & SYMBOL
            w.kinds[size] = kind | (value & DECIMAL) | gap
            size += 1
        else:
            first = value & SYMBOL
            count = self._several[first]
            if _room_for_text(w, size + count + w.raw_size - place) < 0:
                return -1
            for k in range(count):
                w.symbols[size] = self._several[first + 1 + k] & SYMBOL
                w.kinds[size] = kind | (self._several[first + 1 + k] & DECIMAL) | (gap if k == 0 else 0)
                size += 1
        gap = 0
    w.size = size
    # a number of ten digits (400-810-8888, 021-5555555) is written in parts, a mobile number has eleven
    if digits > 10 or (digits == 10 and most < 10) or (digits >= 6 and masks >= 3):
        signs |= T_NUMBER
    if words >= 2:
        if shown & (M_POINT | M_AT | M_COLON | M_BRACKET) and (shown & M_MIXED or _address(self, w)):
            signs |= T_ADDRESS
        if _spells_dot(w):
            signs |= T_ADDRESS
        if shown & M_LABEL or _spells_id(w):
            signs |= T_LABEL
    if longest >= 5 or digits >= 5:
        signs |= T_HANDLE
    if digits >= 2:
        signs |= T_DIGITS
    if shown & (M_INVITES | M_SAME | M_PARTY | M_FLAG | M_DISGUISED):
        signs |= T_INVITES if shown & M_INVITES else 0
        signs |= T_SAME if shown & M_SAME else 0
        signs |= T_PARTY if shown & M_PARTY else 0
        signs |= T_FLAG if shown & M_FLAG else 0
        signs |= T_DISGUISED if shown & M_DISGUISED else 0
    if turned:
        signs |= T_ASK
    w.text_signs = signs
    return turned


cdef bint _is_hidden(Tables* self, Work* w, int32_t place, uint32_t mark, uint32_t before) noexcept nogil:
    """Whether a joiner or selector has nothing to join or to select; what Arabic and Indic scripts need counts too."""
    cdef uint32_t left = before
    if mark & M_HIDDEN:
        return True
    if mark & M_SELECTOR:
        return not before & M_BEARER
    if w.raw[place] != 0x200D or place == 0 or place + 1 >= w.raw_size:
        return True
    if w.raw[place - 1] == 0xFE0F:
        if place < 2:
            return True
        left = _mark_of(self, w.raw[place - 2])
    return not (left & M_EMOJI and _mark_of(self, w.raw[place + 1]) & M_EMOJI)


cdef bint _address(Tables* self, Work* w) noexcept nogil:
    """Whether something that separates the parts of an address has such parts beside it."""
    cdef int32_t place, at, k, words = 0, skipped, size
    cdef uint32_t mark, following
    cdef uint64_t run
    for place in range(w.raw_size):
        mark = _mark_of(self, w.raw[place])
        if mark & M_COLON and words >= 4:  # http
            return True
        if mark & (M_POINT | M_AT | M_BRACKET):
            at, skipped = place + 1, 0
            while at < w.raw_size and skipped <= 3:  # a closing bracket and spaces
                following = _mark_of(self, w.raw[at])
                if following & M_WORD:
                    break
                skipped += not following & M_NOTHING
                at += 1
            if at < w.raw_size and skipped <= 3:
                if mark & M_AT and words >= 2:
                    return True
                run, size = 0, 0
                for k in range(at, w.raw_size):
                    following = _mark_of(self, w.raw[k])
                    if following & M_ALNUM:
                        run = run << 8 | _letter(self, w.raw[k])
                        size += 1
                    elif not following & M_NOTHING:
                        break
                    if size > 6:
                        break
                if mark & M_BRACKET and (run == 0x6174 or run == 0x646F74):  # at, dot
                    return True
                if mark & M_POINT and size <= 6:
                    for k in range(self._end_count):
                        if self._address_ends[k] == run:
                            return True
                if mark & M_POINT and _spells_www(w):
                    return True
        words += (mark & M_WORD) != 0
    return False


cdef inline uint32_t _letter(Tables* self, uint32_t code) noexcept nogil:
    return self._values[(<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)] & SYMBOL


cdef inline uint32_t _mark_of(Tables* self, uint32_t code) noexcept nogil:
    return self._marks[(<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)]


cdef bint _spells_dot(Work* w) noexcept nogil:
    """dot, and behind it the beginning of com, cn, net or org."""
    cdef int32_t place
    for place in range(w.size - 3):
        if w.symbols[place] == 100 and w.symbols[place + 1] == 111 and w.symbols[place + 2] == 116:
            if w.symbols[place + 3] == 99 or w.symbols[place + 3] == 110 or w.symbols[place + 3] == 111:
                return True
    return False


cdef bint _spells_www(Work* w) noexcept nogil:
    cdef int32_t place
    for place in range(w.size - 2):
        if w.symbols[place] == 119 and w.symbols[place + 1] == 119 and w.symbols[place + 2] == 119:
            return True
    return False


cdef bint _spells_id(Work* w) noexcept nogil:
    cdef int32_t place
    for place in range(w.size - 1):
        if w.symbols[place] == 105 and w.symbols[place + 1] == 100:
            return True
    return False
