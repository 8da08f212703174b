# One account: whether its name and bio show what some rule waits for.

cdef int _scan(Tables* self, Work* w) noexcept nogil:
    """Everything about the symbols of ``w``."""
    if _lattices(self, w) < 0 or _walks(self, w) < 0 or _words(self, w) < 0 or _signs(self, w) < 0:
        return -1
    return 0


cdef int _raw(Tables* self, Work* w) noexcept nogil:
    cdef int state = _fold(self, w)
    if state < 0:
        return -1
    if state:  # read backwards: Python's fold knows the order
        w.signs.low = w.signs.high = w.signs.more = 0xFFFFFFFFFFFFFFFFU
        return 1
    return _scan(self, w)


cdef bint _suspect(Tables* self, Signs* signs, int field) noexcept nogil:
    cdef int32_t k
    cdef Signs* need
    if not (signs.low | signs.high | signs.more) and not self._needs_nothing[field]:
        return False
    for k in range(self._need_count[field]):
        need = &self._needs[field][k]
        if signs.low & need.low == need.low and signs.high & need.high == need.high and signs.more & need.more == need.more:
            return True
    return False


cdef uint64_t _wakes(Tables* self, Signs* signs, int field) noexcept nogil:
    cdef int32_t k
    cdef uint64_t rules = 0
    cdef Signs* need
    for k in range(self._need_count[field]):
        need = &self._needs[field][k]
        if signs.low & need.low == need.low and signs.high & need.high == need.high and signs.more & need.more == need.more:
            rules |= self._rules[field][k]
    return rules


cdef void _share(Tables* self, Signs* name, Signs* bio) noexcept nogil:
    """Give each field what counts in whichever field it is."""
    bio.low |= name.low & self._shared.low
    bio.high |= name.high & self._shared.high
    bio.more |= name.more & self._shared.more
    name.low |= bio.low & self._shared.low
    name.high |= bio.high & self._shared.high
    name.more |= bio.more & self._shared.more


cdef int _judge(Tables* self, Work* w, Work* bio) noexcept nogil:
    """1 where an account with this name and bio (no symbols: none) may have a finding, 0 where it has none."""
    cdef Signs name_signs, bio_signs
    if _raw(self, w) < 0:
        return -1
    name_signs = w.signs
    if not bio.raw_size:
        return _suspect(self, &name_signs, 0)
    if _raw(self, bio) < 0:
        return -1
    bio_signs = bio.signs
    _share(self, &name_signs, &bio_signs)
    return _suspect(self, &name_signs, 0) or _suspect(self, &bio_signs, 1)
