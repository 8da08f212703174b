# One text: which hits a match may come of. Nobody makes a match of the others.

cdef void _drop_idle(Tables* self, Work* w) noexcept nogil:
    """Sort the hits; leave out those that a longer name or their weakness would drop, if no joined name needs them.

    Those of the same symbols are weighed together, since of one entry the best is taken. All stay where a trap may take
    the longer name away, or where names that no list holds are still to be found.
    """
    cdef int32_t k, low = 0, high, kept = 0
    cdef bint exact, firm, needed, misread_needed
    if w.text_signs & (T_LEAD | T_SWAPPED) or (w.text_signs & T_NEIGHBOUR and not _is_whole(w)) or _has_trap(self, w):
        _sort(w)
        return
    _need_halves(self, w)
    if w.text_signs & T_CHAIN:
        _need_places(self, w)
    _sort(w)
    while low < w.hit_count:
        exact = firm = needed = misread_needed = False
        high = low
        while high < w.hit_count and _same_symbols(&w.hits[high], &w.hits[low]):
            exact |= _is_exact(&w.hits[high])
            firm |= w.hits[high].weak == 0 or w.hits[high].claimed != 0
            needed |= w.hits[high].needed
            if not _is_exact(&w.hits[high]):
                misread_needed |= w.hits[high].needed
            high += 1
        firm = firm and not _covered(self, w, w.hits[low].start, w.hits[low].end, False)
        for k in range(low, high):
            if _is_exact(&w.hits[k]):
                w.hits[k].needed = needed or firm
            else:
                w.hits[k].needed = misread_needed or (firm and not exact)
        low = high
    for k in range(w.hit_count):
        if w.hits[k].needed:
            w.hits[kept] = w.hits[k]
            kept += 1
    w.hit_count = kept


cdef void _need_places(Tables* self, Work* w) noexcept nogil:
    """Mark what a chain of places may be made of."""
    cdef int32_t k
    for k in range(w.hit_count):
        if not w.hits[k].weak and _names_place(self, &w.hits[k]):
            w.hits[k].needed = True


cdef void _need_halves(Tables* self, Work* w) noexcept nogil:
    """Mark the halves of joined names and the places right before them, but for organs all of whose names are covered."""
    cdef int32_t k, p
    w.text_signs &= ~<uint32_t>T_JOINED
    for k in range(w.join_count):
        w.joins[k].sure = w.joins[k].organ >= 0 and _surely_fits(self, w, &w.joins[k])
    for k in range(w.join_count):
        if w.joins[k].sure and w.hits[w.joins[k].organ].sure_from < 0:
            w.hits[w.joins[k].organ].sure_from = _sure_from(self, w, w.joins[k].organ)
    for k in range(w.join_count):
        if _may_be_chosen(w, &w.joins[k]) and not _all_covered(self, w, w.joins[k].organ):
            w.text_signs |= T_JOINED
            w.hits[w.joins[k].organ].needed = w.hits[w.joins[k].place].needed = True
            for p in range(w.hit_count):
                if _precedes(self, &w.hits[p], &w.hits[w.joins[k].place]):
                    w.hits[p].needed = True


cdef inline bint _may_be_chosen(Work* w, Join* join) noexcept nogil:
    """Whether an organ may be joined with this place: where one surely fits, no other is read so plainly."""
    return join.organ >= 0 and (join.sure or w.hits[join.organ].sure_from < 0)


cdef bint _all_covered(Tables* self, Work* w, int32_t organ) noexcept nogil:
    """Whether a longer name covers each name that the organ may be joined in, with the places right before it."""
    cdef int32_t k, p, start
    for k in range(w.join_count):
        if w.joins[k].organ == organ and _may_be_chosen(w, &w.joins[k]):
            start = w.joins[k].start
            for p in range(w.hit_count):
                if _precedes(self, &w.hits[p], &w.hits[w.joins[k].place]):
                    start = min(start, w.hits[p].start)
            if not _covered(self, w, start, w.joins[k].end, True):
                return False
    return True


cdef bint _covered(Tables* self, Work* w, int32_t start, int32_t end, bint joined) noexcept nogil:
    """Whether a name that stands there plainly holds these symbols and more; a joined one falls to a body's own too."""
    cdef int32_t k, size = end - start
    cdef Hit* hit
    for k in range(w.hit_count):
        hit = &w.hits[k]
        if hit.end < end:
            continue
        if 0 <= hit.sure_from <= start and hit.end - hit.sure_from > size:
            return True
        if hit.start <= start and _is_exact(hit) and (
            hit.end - hit.start > size
            or (joined and not self._layers[hit.layer].forms[hit.form].facts & (F_PLACE | F_ORGAN))
        ):
            return True
    return False


cdef bint _surely_fits(Tables* self, Work* w, Join* join) noexcept nogil:
    """Whether both halves stand there plainly, and match/fits.py has nothing to ask about them."""
    cdef Hit* organ = &w.hits[join.organ]
    cdef Hit* place = &w.hits[join.place]
    cdef Form* shape = &self._layers[organ.layer].forms[organ.form]
    cdef Form* named = &self._layers[place.layer].forms[place.form]
    return (
        _is_exact(organ) and _is_exact(place) and place.end == organ.start and _tokens_whole(self, w, place.start, organ.end)
        and shape.role == R_AFTER and shape.size > 1 and w.symbols[organ.start] != 0x59D4  # 委 wants 省市县 before it
        and named.role != R_ABBREVIATION and named.role != R_INITIALS
    )


cdef int32_t _sure_from(Tables* self, Work* w, int32_t organ) noexcept nogil:
    """Where the name begins at the latest that an organ is joined in, whatever its place; -1 where it may be in none.

    Of forms of one entry that are spelt alike one is taken: none of them may be another organ, or fit less surely.
    """
    cdef int32_t k, other, alike, latest = -1
    cdef Hit* place
    for k in range(w.hit_count):
        if k != organ and _same_symbols(&w.hits[k], &w.hits[organ]) and _is_organ(self, &w.hits[k]):
            return -1
    for k in range(w.join_count):
        if w.joins[k].organ == organ and w.joins[k].sure:
            place = &w.hits[w.joins[k].place]
            alike = 0
            for other in range(w.hit_count):
                if _same_symbols(&w.hits[other], place) and _is_exact(&w.hits[other]) and _names_place(self, &w.hits[other]):
                    alike += 1
            for other in range(w.join_count):
                if w.joins[other].organ == organ and w.joins[other].sure:
                    alike -= _same_symbols(&w.hits[w.joins[other].place], place)
            if not alike:
                latest = max(latest, place.start)
    return latest


cdef inline bint _precedes(Tables* self, Hit* hit, Hit* place) noexcept nogil:
    """Whether a place ends where ``place`` begins: it may settle which one is meant, or contain it."""
    return hit.end == place.start and _names_place(self, hit)


cdef inline bint _is_organ(Tables* self, Hit* hit) noexcept nogil:
    cdef uint8_t role = self._layers[hit.layer].forms[hit.form].role
    return role == R_AFTER or role == R_BEFORE


cdef inline bint _same_symbols(Hit* one, Hit* other) noexcept nogil:
    return one.start == other.start and one.end == other.end


cdef bint _is_whole(Work* w) noexcept nogil:
    """Whether a name is the whole text as it stands: then nobody looks for its neighbours."""
    cdef int32_t k
    for k in range(w.hit_count):
        if w.hits[k].start == 0 and w.hits[k].end == w.size and _is_exact(&w.hits[k]):
            return True
    return False


cdef bint _has_trap(Tables* self, Work* w) noexcept nogil:
    cdef int32_t k
    for k in range(w.word_count):
        if self._layers[w.words[k].layer].uses[w.words[k].group] & TRAP:
            return True
    return False
