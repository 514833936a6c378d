// film: the water on a face, drawn once into a texture over plus and minus FIELD: its slope (x, y), how deep it is, and
// the grain of the skin; each 0 to 1, 0.5 for none of slope and grain. Rivulets run down and end in beads, beads stand
// between them, and the film is uneven. Cost: 40 ms for 736 rows on two cores, once.
#include "perlin.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
uniform vec3 film_place;  // in the noise
uniform vec2 film_texel;
out vec4 colour;

// How high a rivulet stands at a point, m: a round ridge as wide as `wide`, thinner at its top, a bead at its end.
float rivulet(vec2 p, vec4 luck) {
    float top = mix(1.05, -0.35, luck.y), end = top - mix(0.25, 1.0, luck.z);
    float middle = mix(-0.85, 0.85, luck.x) + 0.05 * perlin(vec2(p.y * 3.1, luck.w * 91.0))
        + 0.020 * perlin(vec2(p.y * 9.0, luck.w * 37.0));
    float along = clamp((top - p.y) / (top - end), 0.0, 1.0);
    float wide = mix(0.009, 0.017, luck.w) * (0.4 + 0.6 * along);
    float off = (p.x - middle) / wide;
    float ridge = max(1.0 - off * off, 0.0) * step(end, p.y) * step(p.y, top) * smoothstep(0.0, 0.3, along);
    vec2 to_bead = (p - vec2(middle, end)) / (wide * 1.5) * vec2(1.0, 0.8);
    float bead = max(1.0 - dot(to_bead, to_bead), 0.0);
    return wide * 0.5 * max(ridge * ridge, bead * bead * 1.5);  // it meets the skin flatly: an edge would be a line
}

// How high the water stands at a point, m.
float film_at(vec2 p) {
    float high = 0.0;
    for (int i = 0; i < 15; i++) {
        vec3 luck = unpack3(hash(ivec3(i, int(film_place.x * 8.0), 7)));
        high = max(high, rivulet(p, vec4(luck, fract(luck.x * 17.0 + luck.y * 5.0))));
    }
    vec2 cell = p / 0.085;
    ivec2 corner = ivec2(floor(cell));
    vec3 luck = unpack3(hash(ivec3(corner, int(film_place.y * 8.0))));
    float size = 0.006 + 0.013 * luck.z * luck.z;
    vec2 off = (cell - floor(cell) - 0.3 - 0.4 * luck.xy) * 0.085 / size;
    off.y *= 0.88;
    float bead = max(1.0 - dot(off, off), 0.0);
    bead *= bead * size * 0.62 * step(0.60, fract(luck.z * 31.0 + luck.x * 3.0));
    high = max(high, bead);
    return high + 0.0022 * perlin(p * 6.0 + film_place.xy) + 0.0007 * perlin(p * 17.0 + film_place.yz);
}

void main() {
    vec2 p = (gl_FragCoord.xy * film_texel * 2.0 - 1.0) * FIELD;
    float reach = max(0.004, 2.0 * FIELD.y * film_texel.y);  // m: a texel
    float here = film_at(p);
    vec2 slope = vec2(film_at(p + vec2(reach, 0.0)) - film_at(p - vec2(reach, 0.0)),
        film_at(p + vec2(0.0, reach)) - film_at(p - vec2(0.0, reach))) / (2.0 * reach);
    slope *= 0.85 * inversesqrt(1.0 + dot(slope, slope));
    float grain = perlin(p * 62.0);
    colour = vec4(clamp(0.5 + 0.5 * slope, 0.0, 1.0), clamp(here / 0.012, 0.0, 1.0), 0.5 + 0.5 * grain);
}
