// arch: a door stays where it is while all around it changes. The leaving act falls dark up to the door's arch, which
// shines; then what stands around that door now comes out of the dark. Cost: two fetches, no noise.
#include "passing.glsl"

#ifdef FRAGMENT_STAGE
const vec2 DOOR = vec2(0.19, 0.27);  // heights of the picture: half the door's width; the gate to where its arch begins
const float SILL = -0.125;           // the gate to the door's foot
const float NEARER = 1.60;           // times as near as it will be, when the coming act's door takes the place
const float NARROWER = 0.82;         // of the leaving one's, as wide as this in it

// How far a place is outside the door, negative inside; an arch of two arcs about the opposite jambs.
float outside(vec2 q) {
    float jamb = abs(q.x) - DOOR.x;
    float arc = length(vec2(abs(q.x) + DOOR.x, max(q.y - DOOR.y, 0.0))) - 2.0 * DOOR.x;
    return max(q.y > DOOR.y ? arc : jamb, SILL - q.y);
}

void main() {
    vec2 at = across;
    float narrower = mix(1.0, NARROWER, during(0.25, 0.65));
    float d = outside(from_gate(at) / narrower) * narrower;
    float closing = during(0.0, 0.60), opening = during(0.45, 1.0);
    float seen = mix(furthest(), -0.45, closing);
    float left = 1.0 - smoothstep(seen, seen + 0.42, d);
    float open = mix(-0.02, furthest() + 0.62, opening);
    float there = 1.0 - smoothstep(open - 0.60, open, d);
    float own = during(0.36, 0.60);  // the door itself changes hands while nothing else is seen
    float within = 1.0 - smoothstep(-0.01, 0.03, d);
    vec4 b = leaving_near(at, 1.0);
    vec4 a = coming_near(at, mix(NEARER, 1.0, during(0.40, 1.0)));
    float from_leaving = mix(left * left, 1.0 - own, within * during(0.0, 0.3));
    float from_coming = mix(there * there, own, within * (1.0 - during(0.75, 1.0)));
    float burning = during(0.12, 0.45) * (1.0 - during(0.50, 0.85));
    float edge = 0.0022 + target_texel.y;
    float line = exp(-d * d / (edge * edge)) + 0.16 * exp(-abs(d) * 24.0);
    vec3 c = b.rgb * from_leaving + a.rgb * from_coming + glow * 0.55 * line * burning;
    colour = vec4(c, mix(b.a, a.a, passing));
}
#endif
