# Room for the arrays of one text, and the mixing of keys.

cdef inline int _room(void** array, int32_t* room, int32_t wanted, size_t size) noexcept nogil:
    return 0 if wanted <= room[0] else _more_room(array, room, wanted, size)


cdef int _more_room(void** array, int32_t* room, int32_t wanted, size_t size) noexcept nogil:
    cdef int32_t larger
    cdef void* grown
    larger = wanted + wanted // 2 + 32
    grown = realloc(array[0], larger * size)
    if grown == NULL:
        return -1
    array[0] = grown
    room[0] = larger
    return 0


cdef int _room_for_text(Work* w, int32_t wanted) noexcept nogil:
    """Room for ``wanted`` symbols and one place behind the last, in all arrays that have one item a symbol."""
    cdef int32_t larger
    cdef void* grown
    if wanted + 1 <= w.room:
        return 0
    larger = wanted + wanted // 2 + 64
    w.room = 0
    grown = realloc(w.symbols, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.symbols = <int32_t*>grown
    grown = realloc(w.kinds, larger * sizeof(uint32_t))
    if grown == NULL:
        return -1
    w.kinds = <uint32_t*>grown
    grown = realloc(w.bounds, larger)
    if grown == NULL:
        return -1
    w.bounds = <uint8_t*>grown
    grown = realloc(w.glyph_start, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.glyph_start = <int32_t*>grown
    grown = realloc(w.sound_start, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.sound_start = <int32_t*>grown
    grown = realloc(w.mixed, larger * sizeof(uint64_t))
    if grown == NULL:
        return -1
    w.mixed = <uint64_t*>grown
    grown = realloc(w.reach, larger)
    if grown == NULL:
        return -1
    w.reach = <uint8_t*>grown
    w.room = larger
    return 0


cdef void _release(Work* w) noexcept nogil:
    free(w.raw)
    free(w.symbols)
    free(w.kinds)
    free(w.bounds)
    free(w.glyph_start)
    free(w.sound_start)
    free(w.mixed)
    free(w.reach)
    free(w.edges)
    free(w.codes)
    free(w.nodes)
    free(w.opens)
    free(w.hits)
    free(w.trail)
    free(w.reversed)
    free(w.words)
    free(w.joins)


cdef inline uint64_t _mix(uint64_t code) noexcept nogil:
    cdef uint64_t mixed = code * STEP
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU
    return mixed ^ (mixed >> 31)


cdef inline int _class_of(int32_t symbol, uint32_t kind) noexcept nogil:
    """0 a Latin letter, 1 a decimal digit, 2 anything else."""
    if 97 <= symbol <= 122:
        return 0
    return 1 if kind & DECIMAL else 2
