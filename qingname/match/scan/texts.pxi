# Texts in: Python's strings, and UTF-8.

cdef _within(const int64_t[::1] offsets, int64_t size, Py_ssize_t count):
    """Refuse offsets that point outside of the text."""
    cdef Py_ssize_t place
    if offsets.shape[0] != count + 1 or offsets[0] < 0 or offsets[count] > size:
        raise ValueError("the offsets do not fit the text")
    for place in range(count):
        if offsets[place] > offsets[place + 1]:
            raise ValueError("the offsets are not in order")


cdef inline bint _is_valid(const uint8_t[::1] bits, int64_t place) noexcept nogil:
    return not bits.shape[0] or (bits[place >> 3] >> (place & 7)) & 1


cdef int _take(Work* w, str text) except -2:
    cdef Py_ssize_t place, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    w.raw_size = 0
    if size > LONGEST:
        raise OverflowError(f"a text of {size} characters; at most {LONGEST} are read")
    if _room(<void**>&w.raw, &w.raw_room, <int32_t>size, sizeof(uint32_t)) < 0:
        return -1
    for place in range(size):
        w.raw[place] = PyUnicode_READ(kind, data, place)
    w.raw_size = <int32_t>size
    return 0


cdef int _decode(Work* w, const uint8_t* content, int64_t start, int64_t end) noexcept nogil:
    """UTF-8 to code points; what is no UTF-8 reads as U+FFFD, byte by byte."""
    cdef int32_t size = 0
    cdef int64_t place = start
    cdef uint32_t first
    w.raw_size = 0
    if end - start > LONGEST or _room(<void**>&w.raw, &w.raw_room, <int32_t>(end - start), sizeof(uint32_t)) < 0:
        return -1
    while place < end:
        first = content[place]
        if first < 0x80:
            w.raw[size] = first
            place += 1
        elif 0xE0 <= first < 0xF0 and place + 2 < end:
            w.raw[size] = (first & 15) << 12 | (content[place + 1] & 63) << 6 | (content[place + 2] & 63)
            place += 3
        elif 0xC0 <= first < 0xE0 and place + 1 < end:
            w.raw[size] = (first & 31) << 6 | (content[place + 1] & 63)
            place += 2
        elif 0xF0 <= first < 0xF5 and place + 3 < end:
            w.raw[size] = (
                (first & 7) << 18 | (content[place + 1] & 63) << 12 | (content[place + 2] & 63) << 6 | (content[place + 3] & 63)
            )
            place += 4
        else:
            w.raw[size] = 0xFFFD
            place += 1
        if w.raw[size] > 0x10FFFF:
            w.raw[size] = 0xFFFD
        size += 1
    w.raw_size = size
    return 0


cdef object _as_written(Work* w, str text):
    """The folded text where every character is its own symbol, or an ASCII capital; else None.

    What is no symbol of its own never folds to itself, so that equal symbols in equal places say all.
    """
    cdef int32_t k
    cdef uint32_t code, read
    cdef bint same = True
    if w.size != w.raw_size:
        return None
    for k in range(w.size):
        code, read = w.raw[k], <uint32_t>w.symbols[k]
        if code != read:
            if not 65 <= code <= 90 or read != code + 32:
                return None
            same = False
    return text if same else PyUnicode_FromKindAndData(4, w.symbols, w.size)
