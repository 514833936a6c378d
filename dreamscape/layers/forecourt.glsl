// The dark around the portal: haze that thins upwards, the moon's beam in it, and the street of spires as shades far
// behind. Nothing that holds for the whole picture is read for each pixel. Cost: about 120 operations a pixel that is
// seen.
#include "frame.glsl"
#define SENT
#include "threshold.glsl"

#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform float streets;  // where the shades stand
noperspective out vec3 way;
flat out vec3 haze_glow, moon_glow, shaded;
flat out vec3 stands;  // the street's place, m; how high the eye is, m; the angle of a pixel and a half

void main() {
    cover();
    way = frame.forward + frame.right * (across.x * 2.0 - 1.0) + frame.up * (across.y * 2.0 - 1.0);
    send_air();
    haze_glow = haze_light();
    moon_glow = moonlight();
    shaded = frame.shadow * 0.5;
    stands = vec3(frame.eye.x + streets, frame.eye.y, frame.pixel * 1.5);
}
#endif

#ifdef FRAGMENT_STAGE
#include "hash.glsl"
noperspective in vec3 way;
flat in vec3 haze_glow, moon_glow, shaded, stands;
out vec4 colour;

// How much of a row of spires stands here: `far` m behind the door, `each` m apart, up to `tall` m. `run` is the way of
// the ray to a metre behind the eye.
float shades(vec2 p, float run, float far, float each, float tall, int row) {
    float place = p.x * (1.0 / each), cell = floor(place);
    float size = run * far * stands.z;
    vec3 luck = unpack3(hash(ivec2(int(cell), row)));
    float half_way = each * (0.12 + 0.22 * luck.z);  // each within its own part, so that none is cut
    float x = (place - cell - 0.40 - 0.20 * luck.x) * each;
    float high = tall * (0.35 + 0.65 * luck.y);
    float narrowing = clamp((high - p.y) / (0.35 * high), 0.0, 1.0);
    return smoothstep(size + 0.015 * far, -size, abs(x) - half_way * narrowing);
}

void main() {
    vec3 ray = normalize(way);
    float run = 1.0 / max(ray.z, 0.05), before_us = step(0.05, ray.z);
    vec2 beside = ray.xy * run;
    float near_row = shades(stands.xy + beside * 26.0, run, 26.0, 7.5, 15.0, 3) * before_us;
    float far_row = shades(stands.xy + beside * 52.0, run, 52.0, 8.5, 26.0, 11) * before_us;
    float up = max(ray.y, 0.0);
    float thick = 1.0 / (1.0 + 9.0 * up * up + 1.6 * up);
    vec2 before = air(FAR, ray);
    float clear = clamp(ray.y * 11.0, 0.0, 1.0);  // mist lies on the ground, which is lost in it
    float glow = thick * (1.0 - 0.28 * far_row * clear) * (1.0 - 0.45 * near_row * clear);
    vec3 c = haze_glow * (glow + 0.15 * clear) + moon_glow * before.y + shaded * clear;
    colour = vec4(c, 1.0);
}
#endif
