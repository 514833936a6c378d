// flutes: those of the collar around the lock: they meet at creases, which a sheet of slopes would round to glints.
// flutes_at: at a point of a leaf, seen at `size` metres a pixel; flute_rise: their slope, `off` flutes further around;
// about_crease: both parts of a pixel that a crease divides. Needs niche.glsl and sine.glsl. Cost: 60 operations.
// The flutes at a point.
struct Flutes {
    vec2 around, outwards;
    float phase, across, high;  // in flutes, and per metre around; m from the collar's middle
    float share;  // of the pixel
};

Flutes flutes_at(vec2 p, float size) {
    vec2 l = vec2(p.x, p.y - LOCK_HIGH);
    float r = length(l), per = 1.0 / r;
    const float PER = FLUTES / 6.2831853;
    return Flutes(vec2(l.y, -l.x) * per, l * per, bearing(l.yx) * PER, PER * per, r - FLUTED,
        smoothstep(size, -size, abs(r - FLUTED) - 0.055));
}

vec2 flute_rise(Flutes f, float off) {
    return f.around * ((fract(f.phase + off) - 0.5) * 2.4) - f.outwards * (f.high * 6.0);
}

// A pixel in two, at a crease if it holds one: the middles of both, in flutes, and how much of it the first is.
vec3 about_crease(Flutes f, float size) {
    float within = min(0.5 * size * (abs(f.around.x) + abs(f.around.y)) * f.across, 0.5);
    float crease = 0.5 - fract(f.phase + 0.5);
    float cut = abs(crease) < within ? crease : 0.0;
    return vec3(0.5 * (cut - within), 0.5 * (cut + within), 0.5 + 0.5 * cut / within);
}
