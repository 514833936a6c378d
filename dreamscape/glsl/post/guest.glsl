// guest: a finished picture in a screensaver's window, a little off its place and as bright as is polite.
uniform sampler2D image;
uniform vec2 corner;   // texels of the picture from its corner to the window's
uniform float grain;   // texels for a pixel: less than 1 on a dense display among others
uniform float light;   // 0 black .. 1 as it is
out vec4 colour;

void main() {
    vec2 place = gl_FragCoord.xy * grain + corner;
    vec3 c = grain == 1.0 ? texelFetch(image, clamp(ivec2(place), ivec2(0), textureSize(image, 0) - 1), 0).rgb
                          : texture(image, place / vec2(textureSize(image, 0))).rgb;
    colour = vec4(c * light, 1.0);
}
