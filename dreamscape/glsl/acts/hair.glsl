// hair: wet hair around a face in the water, drawn once into a texture over plus and minus FIELD: strands and locks,
// 0.5 for the mean, how bright it is from below to the crown, and how whole it is. It runs outwards from a parting,
// falls and waves, and its ends are loose. Cost: 15 ms for 736 rows on two cores, once.
#include "perlin.glsl"
#include "sine.glsl"
#include "fall.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
uniform vec3 hair_place;  // in the noise
uniform vec2 hair_texel;
out vec4 colour;
const vec2 PARTING = vec2(0.0, 0.62);  // m

void main() {
    vec2 p = (gl_FragCoord.xy * hair_texel * 2.0 - 1.0) * FIELD;
    vec2 edge = p / vec2(1.14, 1.62);
    float deep = dot(edge, edge);
    vec2 off = p - PARTING;
    off.y += 0.6 * off.x * off.x;  // it falls
    float turn = bearing(off.yx);
    float far = length(off);
    float drift = 0.10 * sine(far * 5.5 + hair_place.x + turn * 2.0)
        + 0.05 * sine(far * 12.0 + hair_place.y + turn * 7.0);
    drift *= smoothstep(0.1, 1.0, far);
    float lock = perlin(vec2((turn + drift) * 7.0, far * 1.3) + hair_place.xy);
    float strand = perlin(vec2((turn + drift) * 38.0 + lock * 7.0, far * 1.4) + hair_place.yz);
    float whole = fall(0.54, 1.0, deep + 0.26 * lock + 0.10 * strand) * fall(0.75, 0.92, deep)
        * smoothstep(-0.95, -0.25, p.y);
    colour = vec4(0.5 + 0.5 * strand, 0.5 + 0.5 * lock, smoothstep(0.3, 0.8, p.y), whole);
}
