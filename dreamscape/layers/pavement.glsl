// Wet ground: the mirrored street, bent by a film of water that is thin on some stones and deep on others; the key's
// pool of light and the long path of the door's. WIDEN: lays a picture of that, which is narrower, over the one that is
// seen. Cost: four octaves of perlin and two taps a pixel of the narrow picture; two taps without a filter.
#ifdef WIDEN
#ifdef VERTEX_STAGE
uniform vec2 size;  // of the narrow picture, px
uniform float narrower;
flat out vec3 fits;  // of a pixel: its part of a narrow one; of a narrow one: its part of the narrow picture

void main() {
    fits = 1.0 / vec3(narrower, size);
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#else
uniform sampler2D narrow;  // without a filter: rows fit, and two taps cost less than one that reads four pixels
flat in vec3 fits;
out vec4 colour;

void main() {
    float across = gl_FragCoord.x * fits.x - 0.5, left = floor(across);
    vec2 spot = vec2(left + 0.5, gl_FragCoord.y) * fits.yz;
    colour = mix(texture(narrow, spot), texture(narrow, spot + vec2(fits.y, 0.0)), across - left);
}
#endif
#else
#include "frame.glsl"
#include "touch.glsl"
#include "gloom.glsl"
#include "perlin.glsl"

#ifdef VERTEX_STAGE
uniform float ripples;
uniform float wet;
uniform vec3 ground;
out vec3 ray;
out vec2 across;         // parts of the picture
flat out vec4 sides;     // right and ahead on the ground, unit; the latter stretched
flat out vec4 drift;     // m, how far fine and broad waves have come
flat out vec4 measures;  // a pixel's angle over the eye's height, parts, and the place in the noise
flat out float uneven;
flat out vec3 resting, in_puddles, key_glow, door_glow, key_core;

void main() {
    pass_lamps();
    across = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    vec2 corner = across * 2.0 - 1.0;
    ray = frame.forward + frame.right * corner.x + frame.up * corner.y;
    sides = vec4(normalize(frame.right.xz), normalize(frame.forward.xz) * 1.6);
    drift = frame.time * vec4(0.10, -0.07, -0.05, -0.04);
    measures = vec4(frame.pixel / frame.eye.y, wet, ground.xy);
    resting = frame.shadow * 0.5 + frame.dominant * 0.02;
    in_puddles = frame.dominant * 0.016;
    key_glow = (frame.accent + frame.light * 0.2) * 0.154;
    door_glow = (frame.light * 0.3 + frame.accent * 0.7) * (1.08 * dawn);
    key_core = (frame.accent * 0.9 + frame.light * 0.4) * 2.2;
    uneven = ripples;
    gl_Position = vec4(corner, 1.0, 1.0);
}
#else
uniform sampler2D mirror;
in vec3 ray;
in vec2 across;
flat in vec4 sides;
flat in vec4 drift;
flat in vec4 measures;
flat in float uneven;
flat in vec3 resting, in_puddles, key_glow, door_glow, key_core;
out vec4 colour;

// How far ripples bend the view, from fine waves and broad ones.
vec2 slope_of(vec3 fine, vec3 broad, float dry) {
    return (fine.yz * mix(0.010, 0.055, dry) + broad.yz * mix(0.008, 0.025, dry)) * uneven;
}

// What the wet ground mirrors of the street; stone draws it out, towards the eye.
vec4 mirrored_street(vec2 slope, float dry, float distance) {
    vec2 shift = vec2(dot(slope, sides.xy), dot(slope, sides.zw)) * (0.9 / (2.2 + distance));
    float rough = (0.006 + 0.024 * dry) * (1.0 + 2.0 / distance);
    vec4 seen = texture(mirror, across + shift + vec2(0.0, rough * 0.4));
#if QUALITY > 0
    seen = seen * 0.55 + texture(mirror, across + shift * 0.35 - vec2(0.0, rough)) * 0.45;
#endif
    return seen;
}

// Parts that do not need each other stand by turns: a processor waits for one while it goes on with the other.
void main() {
    float below = min(ray.y, -1e-4), reach = -eye.y / below;
    vec2 p = eye.xz + ray.xz * reach;
    float far = dot(ray, ray), shortness = inversesqrt(far), distance = reach * (far * shortness);
    float footprint = measures.x * distance * distance;
    vec3 spot = vec3(p.x, 0.0, p.y);
    vec2 q = p + measures.zw;
    float puddle = perlin(q * 0.33) + 0.5 * perlin(q * 1.07);
    float dry = smoothstep(-0.05, 0.35, puddle);
    vec3 view = ray * shortness;
    vec3 fine = perlin_d(q * 6.5 + drift.xy) * clamp(1.5 - footprint * 9.0, 0.0, 1.0);
    vec3 to_door = door - spot;
    vec3 broad = perlin_d(q * 1.7 + drift.zw) * clamp(1.5 - footprint * 2.5, 0.0, 1.0);
    vec2 slope = slope_of(fine, broad, dry);
    vec4 seen = mirrored_street(slope, dry, distance);

    vec3 normal = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 bounce = reflect(view, normal);
    bounce.y = abs(bounce.y);
    vec3 above = gloom_colour(bounce);
    float grain = max(0.55 + 0.5 * dry + 0.25 * fine.x, 0.0);
    float veil = ray.y < -1e-4 ? gloom_veil(distance) * 0.9 : 1.0;
    float f = 1.0 - max(dot(-view, normal), 0.02);
    vec3 air = gloom_colour(view);
    float fresnel = (0.06 + 0.94 * f * f * f * f) * (mix(1.0, 0.55, dry) * measures.y);
    vec3 to_key = key - spot;
    float key_far = dot(to_key, to_key), nearness = inversesqrt(key_far), door_far = dot(to_door, to_door);
    vec3 stone = resting + in_puddles * puddle + door_glow * (grain / (30.0 + door_far))
        + key_glow * (grain * to_key.y * nearness / (4.0 + key_far));  // dry ground in the light of both
    float glint = max(dot(bounce, to_key * nearness), 0.0);
    float core = exp((glint - 1.0) * 260.0) + 0.12 * exp((glint - 1.0) * 30.0);
    vec3 lit = key_core * (core * fresnel), mirrored = seen.rgb + above * (1.0 - seen.a);
    if (touched) {  // the film of water trembles with light
        float felt = felt_on(p + 0.5 * slope * reach);
        mirrored += mirrored * felt * 0.8;
        lit += (frame.counter * 0.10 + frame.dominant * 0.30) * felt * (0.10 + dry * 0.4 + 2.5 * max(fine.x, 0.0))
            * (0.4 + fresnel);
    }
    colour = vec4(mix(stone + mirrored * fresnel + lit, air, veil), 1.0);
}
#endif
#endif
