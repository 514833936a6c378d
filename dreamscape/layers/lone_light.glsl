// The lone light, in metres from its middle: a core, a halo that breathes with the heart, faint rays that turn; in
// front of it the figure that holds it on an outstretched hand, dark, with a rim of that light (HOLDER). HAIR: its
// hair. ARM: its scarf, and what is near its right arm, which may be another layer's. What holds for the whole card
// comes from its vertices. Cost: the card's pixels, about 5 CPU ms at 1280x720; the figure 0.3 ms, and 10 where it
// fills half the picture.
#include "frame.glsl"
#include "touch.glsl"
uniform vec3 middle;
#ifdef HOLDER
uniform vec3 palm;  // m from the figure's feet
uniform vec3 stands;  // cosine and sine of the angle by which it is turned about the light; -1 if it is mirrored
#else
uniform vec4 card;  // m from the middle: left, bottom, right, top
#endif

#ifdef VERTEX_STAGE
#ifdef HOLDER
in vec3 position;
in vec3 normal;
in vec3 surface;    // 0 skin, 1 cloth, 2 scarf, 3 hair; how freely it moves; how open to the light
in vec4 outward;    // of the fringe's outer vertices, which way they look out of it; then 0, and 1 for all else
uniform float slim;  // px, by which it is drawn smaller on all sides, as half of its fringe lies outside
out vec3 at;
out float whole_in;  // 1, to 0 at the fringe's outer edge
out vec3 seen;
out vec3 facing;
out vec2 made;
uniform float gathers;
flat out vec3 ways_in;     // as the camera goes back: how much of it is seen, how near it is, how far down it is seen
flat out vec3 lamp_in;     // of its holder
flat out vec3 dark_in;     // the colour of its shade
flat out vec3 sky_in;      // of what looks up

void main() {
    float away = length(middle - frame.eye);
    ways_in = vec3(smoothstep(0.50, 0.70, away), 1.0 - smoothstep(2.5, 8.0, away), smoothstep(1.0, 1.6, away));
    lamp_in = mix(frame.counter, frame.light, 0.2) * (0.9 + 0.4 * frame.heart)
        * (1.0 + 0.8 * smoothstep(gathers, gathers + 7.0, frame.act_time));  // threads that come light their holder
    dark_in = frame.shadow;
    sky_in = frame.dominant * 0.02;
    float breath = sin(frame.time * 1.57);
    float ripple = sin(position.x * 9.0 + position.y * 7.0 - frame.time * 1.4);
    vec3 p = position + vec3(0.022, 0.008, 0.022) * ripple * surface.y;
    p.y += 0.005 * breath * smoothstep(0.9, 1.35, p.y);
    vec3 to = frame.eye - middle;  // from here on in the figure's own axes
    vec3 to_eye = vec3((stands.x * to.x + stands.y * to.z) * stands.z, to.y, stands.x * to.z - stands.y * to.x)
        - (p - palm);
    float near = length(to_eye);
    float grazes = dot(to_eye, normal) / near;
    vec3 out_way = outward.xyz - to_eye * (dot(to_eye, outward.xyz) / (near * near));
    out_way *= inversesqrt(max(dot(out_way, out_way), 0.09));
    vec3 own = p - palm + (out_way - normal * (slim - slim * grazes * grazes)) * frame.pixel * near;
    own.x *= stands.z;
    vec3 there = middle + vec3(stands.x * own.x - stands.y * own.z, own.y, stands.y * own.x + stands.x * own.z);
    whole_in = 1.0 - dot(outward.xyz, outward.xyz);
    gl_Position = frame.view_projection * vec4(there, 1.0);
    at = p;
    seen = -to_eye;
    facing = normal;
    made = surface.xz;
}
#else
uniform float kindles;
uniform float gathers;
out vec2 at;
flat out vec2 drift;     // how far the rays have turned, in the noise
flat out vec3 levels;    // of the glow, of threads that came, of all
flat out vec3 core_in;
flat out vec3 glow_in;
flat out vec3 glows_in;  // its change as the glow brightens
flat out vec3 lit_in;    // its colour where it is bright
flat out vec4 air_in;    // colour of the far glow; 1 / the card's half side, 1 / m

void main() {
    float kindled = smoothstep(kindles, kindles + 5.0, frame.act_time);
    float called = smoothstep(gathers, gathers + 7.0, frame.act_time);
    float away = length(middle - frame.eye);
    float air = 0.05 * smoothstep(4.0, 18.0, away) + 0.18 * called;
    float loud = (1.0 + 0.40 * frame.heard_low) * kindled * smoothstep(1.2, 5.0, away);  // invisible from within
    drift = frame.time * vec2(0.05, 0.08);
    levels = vec3(0.08 + 0.52 * called, 0.2 * called, loud);
    float breath = 0.85 + 0.32 * frame.heart;
    core_in = frame.light * (3.5 + 1.5 * frame.heart);
    glow_in = mix(frame.other, frame.counter, 0.4) * breath;
    glows_in = (frame.counter - frame.other) * (0.6 * breath);
    air_in = vec4(mix(frame.other, frame.counter, 0.55) * (air * (0.88 + 0.26 * frame.heart)), 1.0 / card.z);
    lit_in = frame.light * breath;
    at = mix(card.xy, card.zw, vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)));
    gl_Position = frame.view_projection * vec4(middle + normalize(frame.right) * at.x + normalize(frame.up) * at.y,
        1.0);
}
#endif
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

#ifdef HOLDER
#include "sine.glsl"
const vec2 HEAD = vec2(0.03, 0.0);  // m, x and z of its middle
in vec3 at;
in vec3 seen;
in vec3 facing;
in vec2 made;
in float whole_in;
flat in vec3 ways_in, lamp_in, dark_in, sky_in;
uniform float whole;  // 0 while the right arm is another layer's, 1 when it is the figure's own

void main() {
    float covers = ways_in.x, near = ways_in.y;  // near, a silhouette: its cloth is made to be seen from afar
#ifdef ARM
    float beside = smoothstep(0.17, 0.20, at.x) * smoothstep(-0.10, -0.14, at.z);
    float arm = max(beside, smoothstep(0.22, 0.27, at.x));
    arm *= smoothstep(0.0, 0.06, at.y - mix(1.04, 0.82, smoothstep(0.19, 0.25, at.x)));  // its cuff hangs low
    covers *= 1.0 - arm * (1.0 - whole);
#endif
    vec3 n = normalize(facing);
    float f = 1.0 - clamp(-dot(n, normalize(seen)), 0.0, 1.0);
    vec3 to_light = palm - at;
    float far = dot(to_light, to_light);
    float towards = clamp(dot(n, to_light * inversesqrt(far + 1e-4)) * 0.85 + 0.15, 0.0, 1.0);
    float edge = f * f;
    float lit = mix(0.10 * towards + edge, 0.012 * towards + 1.4 * edge * edge * edge, near);
    float rim = towards * lit / (1.0 + 2.5 * far) * made.y * (1.0 - near * (1.0 - smoothstep(0.80, 1.15, at.y)));
#ifdef HAIR
    float streak = sine(bearing(at.xz - HEAD) * 61.0 + 1.5 * sine(at.y * 17.0));  // of strands
    rim *= 1.0 + 0.45 * streak - 0.85 * near;
#endif
    vec3 lamp = lamp_in * mix(vec3(1.15, 0.9, 0.75), vec3(1.0), step(0.5, made.x));
#ifdef ARM
    float scarf = step(1.5, made.x) * step(made.x, 2.5);
    covers *= 1.0 - scarf * near * (1.0 - smoothstep(1.16, 1.26, at.y));  // its ends are few triangles
    lamp *= mix(vec3(1.0), vec3(1.2, 0.75, 0.6), scarf);
    if (covers < 0.004) discard;  // what is another layer's hides nothing of the body behind it
#endif
    vec3 body = dark_in + lamp * rim + sky_in * (edge * clamp(n.y * 0.6 + 0.4, 0.0, 1.0));
    covers *= mix(smoothstep(0.60, 0.80, at.y), 1.0, ways_in.z);  // below, it comes out of the dark
    covers *= smoothstep(0.02, 0.10, sqrt(far));  // the light lies before the hand
    float part = whole_in / (1.0 + max(max(body.r, body.g), body.b));  // bright, it counts for less: or sparks crawl
    covers *= part / (part + 1.0 - whole_in);
    colour = vec4(body * covers, covers);
}

#else

in vec2 at;
flat in vec2 drift;
flat in vec3 levels;
flat in vec3 core_in;
flat in vec3 glow_in;
flat in vec3 glows_in;
flat in vec3 lit_in;
flat in vec4 air_in;
#include "perlin.glsl"

void main() {
    float size = max(fwidth(at.x), 1e-4);  // m a pixel
    float r2 = dot(at, at);
    float r = sqrt(r2) + 1e-4;
    float edge = clamp(1.0 - r * air_in.w, 0.0, 1.0);
    edge *= edge;
    float core = max(0.045, 1.3 * size);
    float bright = core * core / (r2 + core * core);
    float glow = 0.36 / (r2 + 0.36);
    float wide = 3.4 / (r2 + 3.4);
    vec2 turn = at / r;
    float rays = 0.5 + 0.8 * perlin(turn * 3.2 + drift.x) + 0.5 * perlin(turn * 9.0 - drift.y);
    rays = clamp(rays, 0.0, 1.5);
    vec3 c = core_in * (bright * bright);
    c += mix(glow_in + glows_in * glow, lit_in, 0.45 * glow * glow + levels.y) * (glow * (levels.x + 0.30 * glow));
    c += air_in.rgb * (wide * wide * (0.50 + 0.75 * rays));
    if (touched) c *= 1.0 + 0.8 * felt_at(in_view(middle - frame.eye));
    colour = vec4(c * (edge * levels.z), 0.0);
}

#endif
#endif
