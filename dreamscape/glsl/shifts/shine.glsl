// shine: into a stone that shines. It comes nearer and is a cut crystal: what is in it is the next act, small and
// whole, split into colours by its facets, until we are inside. Cost: four fetches.
#include "passing.glsl"

#ifdef FRAGMENT_STAGE
const float SMALL = 0.030;  // heights of the picture, the stone at first
const int FACETS = 7;
// The facets around the stone's table: where each looks, and how far its edge is from the middle, in radii.
const vec3 CUT[FACETS] = vec3[](
    vec3(0.9960, 0.0896, 1.00),
    vec3(0.6714, 0.7411, 0.90),
    vec3(-0.2574, 0.9663, 1.06),
    vec3(-0.9424, 0.3345, 0.94),
    vec3(-0.9362, -0.3514, 1.02),
    vec3(-0.1697, -0.9855, 0.88),
    vec3(0.6094, -0.7929, 1.00)
);

// The facet of a place, in radii from the middle: where it looks, and how far out the place is, 1 at the outline.
vec3 nearest_facet(vec2 place) {
    vec3 found = vec3(0.0);
    for (int i = 0; i < FACETS; i++) {
        float out_there = dot(place, CUT[i].xy) / CUT[i].z;
        found = out_there > found.z ? vec3(CUT[i].xy, out_there) : found;
    }
    return found;
}

// A place of the next act; beyond its edges it is mirrored, since a stretched edge would be streaks.
vec2 mirrored(vec2 place) {
    return clamp(1.0 - abs(1.0 - abs(place)), 0.001, 0.999);
}

void main() {
    vec2 at = across;
    vec2 q = from_gate(at);
    float r = length(q);
    float rim = SMALL * pow(1.2 * furthest() / SMALL, during(0.0, 0.97));
    float far = r / rim;
    vec3 facet = nearest_facet(q / rim);
    vec2 normal = facet.xy;
    float cut = facet.z;  // 0 in the middle, 1 at the outline
    float facets = 1.0 - during(0.45, 0.85);
    float crown = smoothstep(0.52, 0.56, cut) * facets;
    vec2 v = q * (max(0.46, rim) / rim) * (1.0 + 0.35 * far * far * facets);
    v += normal * crown * 0.16;
    vec2 spread = normal * (0.004 + 0.030 * crown) * facets;
    vec2 scale = vec2(1.0 / aspect, 1.0);
    // what is at the edge of a tall picture is first seen further in
    vec2 middle = mix(clamp(gates.zw, 0.34, 0.66), gates.zw, during(0.30, 0.95));
    vec4 a = coming_at(mirrored(middle + v * scale));
    a.r = coming_at(mirrored(middle + (v - spread) * scale)).r;
    a.b = coming_at(mirrored(middle + (v + spread) * scale)).b;
    float edge = 1.5 * target_texel.y / rim;
    float bevel = exp(-pow((cut - 0.54) * rim / (0.004 + 0.02 * rim), 2.0)) * facets;
    float lit = max(dot(normal, vec2(-0.55, 0.83)), 0.0);
    a.rgb *= mix(1.0, 0.55 + 0.6 * lit, crown);
    a.rgb += glow * facets * (bevel * (0.03 + 0.16 * lit) + 0.20 * lit * smoothstep(0.93, 1.0, cut));
    float closed = 1.0 - during(0.06, 0.40);
    a.rgb = mix(a.rgb, glow * (1.3 - 0.6 * far), closed);  // at first it is only light
    vec4 b = leaving_near(at, 1.0 + 1.3 * during(0.0, 0.6));
    b.rgb *= 1.0 - 0.75 * during(0.2, 0.7);
    float inside = (1.0 - smoothstep(0.97 - edge, 0.97 + edge, cut)) * during(0.0, 0.10);
    float burning = during(0.0, 0.2) * (1.0 - during(0.35, 0.80));
    float out_of_it = max(r - 0.85 * rim, 0.0);
    vec3 halo = glow * burning * (0.40 * exp(-out_of_it * 30.0) + 0.03 * exp(-out_of_it * 7.0));
    colour = vec4(mix(b.rgb + halo, a.rgb, inside), mix(b.a, a.a, inside));
}
#endif
