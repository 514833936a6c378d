// Words: each line of the atlas on a card that lies along its ray, from the light towards the camera and past
// it. The atlas is too soft to be read, and so soft that it needs no mipmaps.
// Cost: one tap of a small 8-bit texture a pixel of the cards: 7 CPU ms at 1280x720 and half the resolution.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform vec3 opening;
uniform float level;
uniform float small;
uniform float brightness;
in vec4 rect;   // left, bottom, width and height, parts of the atlas
in vec4 way;    // bearing, slope of the ray, phase, lives per second
out vec2 uv;
flat out vec3 shine;
const float LENGTH = 7.4;  // m, of a ray

void main() {
    float life = fract(way.z + frame.act_time * way.w);
    float gone = life * (0.55 + 0.45 * life) * LENGTH;
    vec2 out_ = vec2(cos(way.x), sin(way.x));
    vec3 along = normalize(vec3(out_ * way.y * 2.4, -1.0));
    vec3 across = vec3(-out_.y, out_.x, 0.0);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    uv = rect.xy + rect.zw * corner;
    float flip = out_.x < 0.0 ? -1.0 : 1.0;  // no line stands on its head
    float tall = 0.15 + 0.24 * fract(way.z * 37.0);
    vec2 size = vec2(tall * rect.z / rect.w, tall) * (0.55 + 0.45 * small);
    vec3 middle = opening + vec3(out_ * (0.05 + 0.25 * fract(way.z * 61.0)), 0.0) + along * gone;
    middle.xy += across.xy * 0.03 * sin(frame.time * 0.7 + way.z * 40.0);
    vec3 place = middle + (along * (corner.x - 0.5) * size.x + across * (corner.y - 0.5) * size.y) * flip;
    gl_Position = frame.view_projection * vec4(place, 1.0);

    float reach = dot(middle - frame.eye, normalize(frame.forward));
    float fade = smoothstep(0.0, 0.14, life) * smoothstep(1.0, 0.80, life) * smoothstep(0.5, 2.0, reach);
    float voice = 0.55 + 0.45 * sin(frame.time * (0.8 + 1.7 * fract(way.z * 17.0)) + way.z * 50.0);
    vec3 tint = mix(frame.light, frame.counter, 0.45 + 0.55 * fract(way.z * 11.0));
    shine = tint * fade * voice * level * brightness * mix(0.62, 0.50, small);
    shine *= 1.0 + 0.6 * frame.heard_middle + 0.6 * frame.heard_voice + 0.8 * frame.heard_drop;
    if (touched) shine *= 1.0 + 1.8 * felt_at(in_view(place - frame.eye));  // somebody is heard
    if (fade <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D letters;
in vec2 uv;
flat in vec3 shine;
out vec4 colour;

void main() {
    colour = vec4(shine * texture(letters, uv).r, 0.0);
}
#endif
