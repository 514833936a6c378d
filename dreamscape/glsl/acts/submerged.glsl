// submerged: the head around the mosaic, out of the portrait of its face: what is beside the face sinks into the water,
// dark; wet hair closes it above and at the sides, and its ends float. Drawn as a horseshoe, since cells cover the
// middle and the chin is bare. BESIDE: hair alone, beside the head. Cost: 1.5 ms at 1280x720 on two cores, BESIDE 0.5.
#include "frame.glsl"
#include "fall.glsl"
#include "face_light.glsl"
#include "sine.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
#ifdef VERTEX_STAGE
in vec2 spot;   // m
uniform vec3 skin;  // its colour
uniform vec2 seam;
uniform vec3 gloss;  // half way between the light and who looks
out vec2 place;
out vec2 in_portrait;
out vec2 in_hair;  // the water moves it
out float come;  // how far it has come out of the dark, 0 to 1
out vec3 sheen;  // of the sky on hair
flat out vec3 flesh;
flat out vec3 gloss_way, gloss_light;
flat out float hair_bright;  // x

void main() {
    place = spot;
    come = smoothstep(0.0, 2.8, frame.act_time - 1.1 - 1.9 * length(vec2(place.x, 0.75 * (place.y - 0.1))));
    in_portrait = 0.5 + 0.5 * place / FIELD;
    vec2 sway = vec2(sine(place.y * 5.0 + frame.act_time * 0.45), sine(place.x * 5.0 - frame.act_time * 0.36));
    in_hair = in_portrait + 0.007 * sway * dot(place, place) / FIELD;
    vec3 moonlit = dot(skin, vec3(0.3, 0.5, 0.2)) * (frame.light * 0.75 + frame.dominant * 0.55);
    flesh = mix(skin, moonlit, 0.45) * 0.7;
    sheen = mix(frame.dominant + frame.counter * 0.3, frame.other * 0.5 + frame.dominant * 0.4,
        smoothstep(-0.8, 0.8, dot(place, seam)));
    set_face_light();
    gloss_way = gloss;
    hair_bright = brightness;
    gloss_light = frame.light * glow * (0.07 * brightness);
    gl_Position = frame.view_projection * vec4(spot, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D portrait;  // normal x and y, openness to the light (0 beside the head), inside and lips
uniform sampler2D hair;      // see hair.glsl
in vec2 place;
in vec2 in_portrait;
in vec2 in_hair;
in float come;
in vec3 sheen;
flat in vec3 flesh;
flat in vec3 gloss_way, gloss_light;
flat in float hair_bright;
out vec4 colour;
#include "mosaic_roots.glsl"

// Wet hair, premultiplied: dark strands that shine as much as they are `lit`.
vec4 hair_of(vec4 look, float lit) {
    float strand = look.r * 2.0 - 1.0, lock = look.g * 2.0 - 1.0;
    vec3 c = sheen * (hair_bright * (0.018 + 0.024 * strand + 0.015 * lock + 0.09 * lit)) + gloss_light * lit;
    return vec4(max(c, 0.0), 1.0) * look.a;
}

#ifdef BESIDE
void main() {
    vec4 c = hair_of(texture(hair, in_hair), 0.0) * come;
    colour = vec4(in_roots(c.rgb), c.a);
}
#else
// A band of light where strands turn to it (Kajiya and Kay 1989).
float band_of(vec4 look, vec3 normal, float open) {
    float strand = look.r * 2.0 - 1.0, lock = look.g * 2.0 - 1.0;
    vec2 off = place - vec2(0.0, 0.62);
    vec3 along = vec3(off, -dot(off, normal.xy) / max(normal.z, 0.25));
    float slant = dot(along, gloss_way) * inversesqrt(dot(along, along) + 1e-4) + 0.14 * lock;
    float band = max(1.0 - slant * slant, 0.0);
    band *= band;
    band *= band;
    band *= band;
    band *= band;
    return max(band * clamp(dot(normal, key_way), 0.0, 1.0) * open * (0.5 + 1.2 * strand) * look.b, 0.0);
}

void main() {
    vec4 seen = from_portrait(texture(portrait, in_portrait));
    float facing = sqrt(max(1.0 - dot(seen.xy, seen.xy), 0.0));
    vec2 off = (place - vec2(0.0, -0.05)) / vec2(1.06, 1.52);
    float deep = dot(off, off);
    float away = 1.0 - facing;
    vec3 normal = vec3(seen.xy, facing);
    vec3 skin = flesh * light_on(normal, seen.z);
    vec3 c = skin + sheen * (0.02 + 0.35 * away * away) * seen.z;
    c *= 1.0 - 0.9 * smoothstep(0.24, 0.90, deep);
    float bare = fall(0.30, 0.75, place.y) * smoothstep(-0.75, -0.35, place.y);  // below the hair
    float alpha = smoothstep(0.0, 0.30, seen.z) * fall(0.55, 1.05, deep) * bare;
    vec4 look = texture(hair, in_hair);
    vec4 hair = hair_of(look, band_of(look, normal, seen.z));
    vec4 head = (vec4(c * alpha, alpha) * (1.0 - hair.a) + hair) * come;
    // what it adds to the roots of cells that let it through, of which the skin here is an estimate
    float covered = min(seen.a, 1.0) * come;
    vec3 over = (1.3 * skin + sheen * ((0.04 + 0.6 * away * away) * seen.z)) * covered + 1e-6;
    colour = vec4(0.9 * head.rgb / (sqrt(over + (1.0 - covered) * head.rgb) + sqrt(over)), head.a);
}
#endif
#endif
