// guest: a finished picture in a screensaver's window, enlarged, a little off its place and as bright as is polite.
uniform sampler2D image;
uniform vec2 whole;    // what the picture is enlarged to, px
uniform vec2 corner;   // of the window in the whole, px
uniform float grain;   // of the window's pixels in those of the whole: less than 1 on a dense display among others
uniform float light;   // 0 black .. 1 as it is
out vec4 colour;

void main() {
    colour = vec4(texture(image, (gl_FragCoord.xy * grain + corner) / whole).rgb * light, 1.0);
}
